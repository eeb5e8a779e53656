import type { Random } from '../stage/random'
import { SetupError } from '../stage/setup-error'
import type { System } from '../stage/system'
import type { AccessRule } from './access-rule'
import type { Instance } from './instance'
import type { PushSettings } from './push/pusher'
import type { ServiceNow } from './servicenow'
import type { Switches } from './switches'
import type { Row } from './tables/table'

export interface SystemParts
  extends Pick<ServiceNow, 'instance' | 'stage' | 'switches' | 'tokens' | 'limiter' | 'pusher' | 'courier'> {
  ids: Random
  luck: Random
  secrets: Random
}

interface ServiceNowState {
  /** Rows by table, in the order of their creation. */
  records: Record<string, Row[]>
  pushes: PushSettings[]
  rules: readonly AccessRule[]
  switches: Switches
  /** How many identifiers were made. */
  drawn: number
}

/** Made from the tables themselves. */
const DERIVED = ['sys_dictionary', 'sys_db_object']

/** ServiceNow as its control surface sees it. */
export function createServiceNowSystem(parts: SystemParts): System {
  const { stage, pusher, courier } = parts
  return {
    name: 'servicenow',
    snapshot: () => ({ ...snapshot(parts) }),
    // The secrets of the rules that push are for the state file alone.
    show: () => ({
      ...snapshot(parts),
      pushes: pusher.all().map(({ secret: _, basic: _1, headers: _2, ...shown }) => shown),
      scenarios: stage.scenarios.active(),
      pending: courier.pending(),
    }),
    load: state => load(parts, state as Partial<ServiceNowState>),
    reset: async () => {
      await courier.stop()
      stage.reset()
      clear(parts)
    },
  }
}

function snapshot({ instance, pusher, switches, ids }: SystemParts): ServiceNowState {
  return {
    records: Object.fromEntries(listKeptTables(instance).map(name => [name, instance.listRows(name)])),
    pushes: pusher.all(),
    rules: instance.rules(),
    switches: switches.read(),
    drawn: ids.drawn(),
  }
}

function load(parts: SystemParts, { records, pushes, rules = [], switches, drawn }: Partial<ServiceNowState>): void {
  const { instance, pusher } = parts
  if (records === undefined) throw new SetupError('the state misses records')
  clear(parts)
  for (const name of listKeptTables(instance)) {
    for (const { sys_id = '' } of instance.listRows(name)) instance.dropRow(name, sys_id)
    for (const row of records[name] ?? []) instance.putRow(name, row)
  }
  // Those of the start come first.
  for (const rule of rules.slice(instance.rules().length)) instance.addRule(rule)
  parts.switches.set(switches ?? {})
  pusher.load(pushes ?? [])
  parts.ids.rewind(drawn)
}

/** Tables with rows of their own. */
function listKeptTables(instance: Instance): string[] {
  const tables = instance.listTables()
  const parents = new Set(tables.map(({ parent }) => parent))
  return tables.map(({ name }) => name).filter(name => !parents.has(name) && !DERIVED.includes(name))
}

function clear({ instance, pusher, switches, tokens, limiter, ids, luck, secrets }: SystemParts): void {
  for (const part of [instance, pusher, switches, tokens, limiter]) part.clear()
  for (const stream of [ids, luck, secrets]) stream.rewind()
}

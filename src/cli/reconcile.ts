import { type Command, Option } from 'commander'
import { sharedFields } from '../flows/expected-sides'
import type { DriftOfLink, ReconcileAsked, ReconcilePage } from '../flows/reconcile'
import { type Administration, withAdministration } from './administration'
import { configOption, createCommand, gather, jsonOption, wholeNumber } from './arguments'
import { findLinkId } from './find-link-id'
import type { AdministeredParts } from './list-command'
import { exitCodes, ToldFailure } from './run-program'
import { createProgress } from './soar/progress'
import { type Column, printable, showItems } from './table'

export interface ReconcileParts extends AdministeredParts {
  /** Keeps the process alive meanwhile. */
  pause(ms: number): Promise<void>
}

interface Options extends Pick<ReconcileAsked, 'connection' | 'deep' | 'all' | 'apply'> {
  config: string
  json: boolean
  wait: number
  link?: string
  field?: ReconcileAsked['fields']
}

const columns: Column<DriftOfLink>[] = [
  { title: 'TICKET', value: drift => drift.ticketKey ?? drift.ticketId },
  { title: 'CONTAINER', value: drift => drift.containerId },
  { title: 'FIELD', value: drift => drift.field },
  { title: 'TICKET HAS', value: drift => shown(drift.ticket) },
  { title: 'SOAR HAS', value: drift => shown(drift.container) },
  { title: 'ACTION', value: drift => drift.action },
  { title: 'WHY', value: drift => drift.reason },
]

/** `soarbridge reconcile`: what differs between tickets and containers, as a plan; with `--apply` it is mended. */
export function createReconcileCommand(parts: ReconcileParts): Command {
  const { screen, defaults, openAdministration } = parts
  return createCommand('reconcile', {
    summary: 'tell what differs between tickets and containers now, field by field, and mend it',
    example:
      'soarbridge reconcile --connection jira       # changes nothing; exit code 3 where something differs\n' +
      'soarbridge reconcile --apply --field severity',
  })
    .option('--connection <name>', 'only pairs of this ticket connection')
    .option('--link <link>', 'only this pair: id of the link, or key or number of the ticket')
    .addOption(fieldOption())
    .option('--deep', 'also whether every artifact is still there: one call more a pair', false)
    .option('--all', 'also what the rules leave different', false)
    .option('--apply', 'mend what differs', false)
    .addOption(waitOption())
    .addOption(configOption(defaults))
    .addOption(jsonOption())
    .action(async (options: Options) => {
      const found = await withAdministration(
        () => openAdministration(options.config),
        administration => work(parts, administration, options),
      )
      showItems(screen, { items: found.items, columns, isJson: options.json })
      for (const { ticketKey, link, reason } of found.unread)
        screen.note(`${ticketKey ?? link} could not be read: ${printable(reason)}`)
      screen.note(`${found.checked} pairs looked at, ${found.items.filter(isDrift).length} differences${found.outcome}`)
      if (found.unread.length > 0) throw new ToldFailure(exitCodes.failed)
      if (!found.isSettled) throw new ToldFailure(exitCodes.differs)
    })
}

function fieldOption(): Option {
  const isField = (text: string) => sharedFields.some(field => field === text)
  return new Option('--field <field>', 'only this field; several times for several').argParser(
    gather((text): text is (typeof sharedFields)[number] => isField(text), `one of ${sharedFields.join(', ')}`),
  )
}

function waitOption(): Option {
  return new Option('--wait <seconds>', 'with --apply: how long to wait until nothing differs')
    .argParser(wholeNumber({ min: 0, max: 3600 }))
    .default(60)
}

interface Found extends Pick<ReconcilePage, 'items' | 'unread' | 'checked'> {
  /** Nothing differs, or does not any more. */
  isSettled: boolean
  /** For people. */
  outcome: string
}

async function work(parts: ReconcileParts, administration: Administration, options: Options): Promise<Found> {
  const { connection, link, field: fields, deep = false, all = false, apply = false } = options
  const asked: ReconcileAsked = {
    deep,
    all,
    apply,
    ...(connection !== undefined && { connection }),
    ...(fields !== undefined && { fields }),
    ...(link !== undefined && { link: await findLinkId(administration, link) }),
  }
  const found = await walk(parts, administration, asked)
  const drifts = found.items.filter(isDrift)
  if (!apply) return { ...found, isSettled: drifts.length === 0, outcome: '' }
  const links = [...new Set(drifts.filter(drift => drift.isApplied).map(drift => drift.link))]
  if (!administration.isServed)
    return { ...found, isSettled: drifts.length === 0, outcome: '; mended at the next start of the server' }
  const left = await waitUntilMended(parts, administration, { links, asked, seconds: options.wait })
  const isSettled = left === 0 && drifts.every(drift => drift.isApplied)
  return { ...found, isSettled, outcome: `; ${links.length - left} of ${links.length} pairs mended` }
}

/** So many pairs are read by one request. */
const pairsAtOnce = 50

async function walk(
  { screen }: ReconcileParts,
  administration: Administration,
  asked: ReconcileAsked,
): Promise<Pick<ReconcilePage, 'items' | 'unread' | 'checked'>> {
  const progress = createProgress('pairs', screen.isTerminal)
  const found: Pick<ReconcilePage, 'items' | 'unread' | 'checked'> = { items: [], unread: [], checked: 0 }
  let next: string | null = null
  try {
    do {
      const page: ReconcilePage = await administration.reconcile(asked, {
        limit: pairsAtOnce,
        ...(next !== null && { after: next }),
      })
      if (page.total !== null) progress.setTotal(page.total)
      for (let pair = 0; pair < page.checked; pair += 1) progress.advance()
      found.items.push(...page.items)
      found.unread.push(...page.unread)
      found.checked += page.checked
      next = page.next
    } while (next !== null)
  } finally {
    progress.stop()
  }
  return found
}

const lookAgainMs = 1000

/** Answers how many pairs still differ when the time is over. */
async function waitUntilMended(
  { pause }: ReconcileParts,
  administration: Administration,
  { links, asked, seconds }: { links: string[]; asked: ReconcileAsked; seconds: number },
): Promise<number> {
  const { fields, deep = false } = asked
  let left = links
  for (let second = 0; second < seconds && left.length > 0; second += 1) {
    await pause(lookAgainMs)
    const still: string[] = []
    for (const link of left) {
      const { items, unread } = await administration.reconcile({ link, deep, ...(fields && { fields }) }, { limit: 1 })
      if (unread.length > 0 || items.some(isDrift)) still.push(link)
    }
    left = still
  }
  return left.length
}

function isDrift({ action }: DriftOfLink): boolean {
  return action !== 'nothing'
}

function shown(value: DriftOfLink['ticket']): string | null {
  return typeof value === 'string' || value === null ? value : JSON.stringify(value)
}

import { createHash } from 'node:crypto'
import { soarReachOf } from './bridge-systems'
import type { PendingApproval, RunAsked, RunState, SoarDesk, SoarQuestion } from './cli/soar/desk'
import type { Config } from './config'
import { chooseSoar } from './config/choose-soar'
import { createSoarHttp } from './connectors/soar'
import type { FoundPlaybook } from './connectors/soar/automation/playbooks'
import { createSoarClient, type SoarClient } from './connectors/soar/client'
import { parseFilterText } from './connectors/soar/query/parse-filter'
import type { Clock } from './domain/clock'
import type { JsonObject } from './domain/json'
import { BridgeError } from './errors'

/** One SOAR of the configuration, for the commands `soarbridge soar …`. */
export function openSoarDesk(config: Pick<Config, 'soar'>, connection: string | undefined, clock: Clock): SoarDesk {
  const client = createSoarClient({ http: createSoarHttp(soarReachOf(chooseSoar(config, connection), clock)), clock })
  return {
    query: (asked, onTotal) => query(client, asked, onTotal),
    get: (type, id) => client.get(type, id),
    startRun: asked => startRun(client, asked),
    followRun: id => followRun(client, id),
    users: () => client.administration.users.list({ includesAutomation: true }),
    approvals: () => listApprovals(client),
    upload: async file => {
      const { id } = await client.content.attachments.upload(file)
      return { id, sha256: createHash('sha256').update(file.bytes).digest('hex') }
    },
  }
}

async function* query(
  client: SoarClient,
  { type, filters, excludes, order, sort }: SoarQuestion,
  onTotal: (total: number) => void,
): AsyncGenerator<JsonObject> {
  const list = {
    filters: [
      ...filters.flatMap(parseFilterText),
      ...excludes.flatMap(parseFilterText).map(filter => ({ ...filter, exclude: filter.exclude !== true })),
    ],
    order,
    ...(sort !== undefined && { sort }),
  }
  let isTold = false
  for await (const { items, total } of client.walk(type, list)) {
    if (total !== null && !isTold) onTotal(total)
    isTold = true
    yield* items
  }
}

async function startRun(
  { automation }: SoarClient,
  { playbook, containerId, scope, inputs }: RunAsked,
): Promise<string> {
  const found = onlyOne(playbook, await automation.findPlaybook(playbook))
  const asked = { playbook: found.id, containerId, scope, ...(Object.keys(inputs).length > 0 && { inputs }) }
  const started = await automation.startRun(asked)
  if (started.status === 'started') return started.id
  throw new BridgeError('rejected', `SOAR does not start it: ${started.message}`, { code: 'run-refused' })
}

function onlyOne(named: string, found: FoundPlaybook) {
  if (found.status === 'found') return found.playbook
  const names = found.status === 'several' ? found.playbooks.map(({ fullName }) => fullName).join(', ') : ''
  const says = names === '' ? `SOAR has no playbook ${named}` : `several playbooks are called ${named}: ${names}`
  throw new BridgeError('not-found', says, { code: 'playbook-unknown' })
}

async function* followRun({ automation }: SoarClient, id: string): AsyncGenerator<RunState> {
  for await (const { run, waitingFor, trouble, outcome } of automation.followRun(id)) {
    const waits = waitingFor.length > 0 ? `waits for ${waitingFor.map(({ name }) => name).join(', ')}` : null
    const silence = trouble === null ? null : `SOAR does not answer (${trouble}); it is asked again`
    yield {
      status: outcome?.ending ?? run?.state ?? 'unknown',
      message: outcome === null ? (silence ?? waits) : outcome.text === '' ? null : outcome.text,
      isOver: outcome !== null,
      isGood: outcome?.ending === 'success',
    }
  }
}

async function listApprovals({ automation }: SoarClient): Promise<PendingApproval[]> {
  const pending = await automation.listApprovals({ isPending: true })
  return Promise.all(
    pending.map(async ({ id, name }) => {
      const { containerId, owner, minutesLeft } = await automation.readApprovalDetail(id)
      return { id, container: containerId, title: name, asked: owner === '' ? null : owner, minutesLeft }
    }),
  )
}

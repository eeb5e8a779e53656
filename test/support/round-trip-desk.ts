import type { Applied, CommandTaker, TicketApplied } from '../../src/connectors/connector'
import type { Command } from '../../src/domain/command'
import type { ContainerFields } from '../../src/domain/container'
import type { ContainerChange, ContainerState } from '../../src/domain/container-change'
import type { JsonObject } from '../../src/domain/json'
import type { Link } from '../../src/domain/link'
import type { TicketChange, TicketStateChange } from '../../src/domain/ticket'
import { deliverJob } from '../../src/flows/deliver'
import { pollSoar } from '../../src/flows/poll-soar'
import type { TicketSource } from '../../src/flows/ticket-source'
import { type DigestParts, digestLane } from '../../src/flows/ticket-to-soar'
import { createReceiptInsert } from '../../src/store/receipts'
import { rulesFrom } from '../builders/some-rules'
import { type DeliveryDesk, openDeliveryDesk } from './delivery-desk'
import type { OpenedStore } from './open-store'
import { createScriptedTickets, type ScriptedTickets, saying } from './scripted-tickets'

const lane = 'jira/10042'

/** One ticket and its container, each with people at it, and the bridge between them; time moves with every edit. */
export interface RoundTripDesk {
  desk: DeliveryDesk
  tickets: ScriptedTickets
  /** Digest, reading and parts of it, as the worker calls them. */
  digestParts: DigestParts
  ticket: JsonObject
  container: Partial<ContainerState>
  /** What was asked of either system, in order. */
  asked: Command[]
  /** Somebody changes the ticket; its webhook comes unless it is lost. */
  editTicket(fields: JsonObject, how?: { isLost: boolean }): Promise<void>
  /** Somebody changes the container; the next look finds it. */
  editContainer(state: Partial<ContainerState>): Promise<void>
  hearTicket(...changes: TicketChange[]): Promise<void>
  hearSoar(...changes: ContainerChange[]): Promise<void>
  /** One digest, and one try of the first open job. */
  work(): Promise<void>
  /** Works the lane until there is nothing left to do. */
  settle(): Promise<void>
  link(): Promise<Link>
}

export const startFields: ContainerFields = {
  name: 'SEC-1: Beacon',
  description: '',
  label: 'events',
  severity: 'low',
  sensitivity: 'amber',
  status: 'open',
  tags: [],
  owner: null,
  dueTime: null,
  startTime: null,
  customFields: {},
}

export async function openRoundTripDesk(store: OpenedStore, rulesText: string): Promise<RoundTripDesk> {
  store.raw.exec('delete from receipts; delete from changes; delete from field_writes; delete from checkpoints')
  const base = { fields: startFields, ticketArtifactId: '21', ticketArtifact: null }
  const desk = await openDeliveryDesk(store, { containerId: '7', state: 'linked', base })
  const tickets = createScriptedTickets()
  const source: TicketSource = {
    connector: tickets,
    rules: rulesFrom(rulesText),
    soarConnection: 'soar',
    label: 'events',
    tenant: 'default',
    results: 'all',
    containerUrl: id => `https://soar.example/mission/${id}`,
  }
  const world = createWorld(desk)
  tickets.onRead(async () => world.ticketState())
  desk.parts.connectorOf = name => (name === 'soar' ? world.soar : world.jira)
  const digestParts: DigestParts = {
    db: store.db,
    ledger: desk.ledger,
    newId: desk.parts.newId,
    now: desk.clock.now,
    events: desk.parts.events,
    wake: () => {},
    sourceOf: () => source,
    report: async () => true,
    coalesceMs: 0,
    ignoresGone: false,
    isOpen: () => true,
    onNamed: () => {},
  }
  const hearTicket = async (...changes: TicketChange[]) => {
    await store.db.write([createReceiptInsert(store.db.read)(saying({ changes }, { receivedAt: desk.clock.now() }))])
  }
  const hearSoar = async (...changes: ContainerChange[]) => {
    const page = { changes, mark: { at: desk.clock.now(), id: '1' }, isMore: false }
    const parts = { ...digestParts, pollerOf: () => ({ poll: async () => page }) }
    await pollSoar(parts, { soarConnection: 'soar', collections: ['container'] })
  }
  const work = async () => {
    desk.clock.advance(10)
    await digestLane(digestParts, desk.hold)
    const job = (await desk.ledger.openJobs(lane)).find(({ state }) => state !== 'dead')
    if (job !== undefined) await deliverJob(desk.parts, job, desk.hold)
    return job !== undefined
  }
  return {
    desk,
    tickets,
    digestParts,
    ticket: world.ticket,
    container: world.container,
    asked: world.asked,
    hearTicket,
    hearSoar,
    link: desk.link,
    editTicket: async (fields, { isLost } = { isLost: false }) => {
      desk.clock.advance(1000)
      Object.assign(world.ticket, fields)
      if (!isLost) await hearTicket(world.ticketState())
    },
    editContainer: async state => {
      desk.clock.advance(1000)
      Object.assign(world.container, state)
      await hearSoar(world.containerState())
    },
    work: async () => void (await work()),
    settle: async () => {
      for (let turn = 0; turn < 20; turn += 1) if (!(await work())) return
      throw new Error('the lane does not come to rest')
    },
  }
}

/** The same, at rest: what both sides were asked for so far is forgotten. */
export async function openQuietPair(store: OpenedStore, rulesText: string): Promise<RoundTripDesk> {
  const pair = await openRoundTripDesk(store, rulesText)
  await pair.editTicket({})
  await pair.settle()
  pair.asked.length = 0
  return pair
}

/** Both systems, as simple as they can be: they hold what they are told. */
function createWorld({ clock }: DeliveryDesk) {
  const asked: Command[] = []
  const ticket: JsonObject = { summary: 'Beacon', priority: 'Low', status: 'To Do' }
  const container: Partial<ContainerState> = { ...startFields, closeReason: null }
  let ids = 100
  const nextId = () => {
    ids += 1
    return String(ids)
  }
  const jira = takerOf(asked, (command): TicketApplied => {
    if (command.kind === 'update-ticket') {
      Object.assign(ticket, command.set, command.status === null ? {} : { status: command.status.to[0] ?? null })
      for (const [name, step] of Object.entries(command.lists)) ticket[name] = changed(ticket[name], step)
    }
    if (command.kind === 'add-work-note') return { id: command.marker, notes: [] }
    const known = command.kind === 'upsert-comment' ? command.commentId : null
    return { id: known ?? nextId(), notes: [] }
  })
  const madeBy = (command: Command): Applied['artifacts'] => {
    if (command.kind === 'add-attachment') return [{ sourceDataIdentifier: command.fileName, id: nextId() }]
    return command.kind === 'upsert-note'
      ? [{ sourceDataIdentifier: command.marker, id: command.noteId ?? nextId() }]
      : []
  }
  const soar = takerOf(asked, (command): Applied => {
    if (command.kind === 'update-container') {
      Object.assign(container, command.set, { tags: changed(container.tags, command.tags) })
    }
    const containerId = 'containerId' in command ? command.containerId : '7'
    return { containerId, artifacts: madeBy(command), refused: [], notes: [] }
  })
  return {
    asked,
    ticket,
    container,
    jira,
    soar,
    ticketState: (): TicketStateChange => ({
      kind: 'ticket-state',
      version: { at: clock.now() },
      key: 'SEC-1',
      fields: { ...ticket },
      complete: true,
    }),
    containerState: (): ContainerChange => ({
      kind: 'container-state',
      containerId: '7',
      version: { at: clock.now() },
      state: {
        ...startFields,
        closeReason: null,
        closedAt: null,
        isCase: false,
        sourceDataIdentifier: 'soarbridge:jira:10042',
        ...container,
      },
    }),
  }
}

function changed(list: unknown, { add, remove }: { add: string[]; remove: string[] }): string[] {
  const held: string[] = Array.isArray(list) ? list : []
  return [...new Set([...held.filter(one => !remove.includes(one)), ...add])]
}

function takerOf(asked: Command[], answer: (command: Command) => Applied | TicketApplied): CommandTaker {
  return {
    apply: async (command, sending) => {
      await sending.beforeWrite()
      asked.push(command)
      return answer(command)
    },
    lookUp: async () => ({ status: 'missing', what: 'anything' }),
    findDuplicates: async () => [],
  }
}

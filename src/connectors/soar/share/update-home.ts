import type { UpdateContainer, UpdateTicket } from '../../../domain/command'
import type { Json, JsonObject } from '../../../domain/json'
import { BridgeError } from '../../../errors'
import type { LookedUp, TicketApplied } from '../../connector'
import type { ReadCall, WriteCall } from '../call'
import { differences } from '../container-fields'
import { getContainer, updateContainer } from '../containers'
import type { Owners } from '../owner'

/** Fields of the container as it stands at home: read, compared, and only what differs is written, in one request. */
export async function updateHome(
  command: UpdateTicket,
  at: { call: WriteCall; owners: Owners },
): Promise<TicketApplied> {
  const { id } = command.ticket
  const current = await getContainer(at.call, id)
  if (current === null) throw missing()
  const { changed, notes } = await planHome(command, current, at)
  if (Object.keys(changed).length > 0) await updateContainer(at.call, id, changed)
  return { id, notes }
}

export async function lookUpHome(
  command: UpdateTicket,
  at: { call: ReadCall; owners: Owners },
): Promise<LookedUp<TicketApplied>> {
  const { id } = command.ticket
  const current = await getContainer(at.call, id)
  if (current === null) return { status: 'missing', what: 'the container' }
  const { changed, notes } = await planHome(command, current, at)
  const names = Object.keys(changed)
  if (names.length > 0) return { status: 'missing', what: `fields: ${names.join(', ')}` }
  return { status: 'found', applied: { id, notes } }
}

export function missing(): BridgeError {
  return new BridgeError('rejected', 'SOAR no longer has the container that is shared', { code: 'not-found' })
}

async function planHome(
  command: UpdateTicket,
  current: JsonObject,
  { call, owners }: { call: ReadCall; owners: Owners },
): Promise<{ changed: JsonObject; notes: string[] }> {
  const wanted = wantedOf(command, current)
  const { owner: wantedOwner } = wanted
  const owner = typeof wantedOwner === 'string' ? await owners.resolve(call, wantedOwner) : { id: null }
  const tags = command.lists.tags ?? { add: [], remove: [] }
  return {
    changed: differences(current, { set: wanted, tags, ownerId: owner.id }),
    notes: owner.note === undefined ? [] : [owner.note],
  }
}

const ownFields = ['name', 'description', 'label', 'severity', 'sensitivity', 'owner', 'dueTime'] as const

/** What is no field of every container is a custom one. */
function wantedOf({ set, status }: UpdateTicket, current: JsonObject): UpdateContainer['set'] {
  const asked: [string, Json][] = [...Object.entries(set), ...Object.entries(status?.fields ?? {})]
  const isOwn = ([name]: [string, Json]) => ownFields.some(field => field === name)
  const custom = asked.filter(field => !isOwn(field))
  return {
    ...Object.fromEntries(asked.filter(isOwn)),
    ...statusOf(status, current.status),
    ...(custom.length > 0 && { customFields: Object.fromEntries(custom) }),
  }
}

/** Any of the wanted ones will do. */
function statusOf(wish: UpdateTicket['status'], current: Json | undefined): { status?: string } {
  const [best] = wish?.to ?? []
  const fold = (word: string) => word.toLowerCase()
  const isMet = typeof current === 'string' && wish?.to.map(fold).includes(fold(current)) === true
  return best === undefined || isMet ? {} : { status: best }
}

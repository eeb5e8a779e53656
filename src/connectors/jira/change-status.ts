import type { TicketStatusWish } from '../../domain/command'
import type { JsonObject } from '../../domain/json'
import { readObject, readObjects, readString, readValue } from '../../domain/read-json'
import { BridgeError } from '../../errors'
import type { HttpRequest } from '../http-types'
import { type ReadCall, recordOf, unreadableAnswer, type WriteCall } from '../ticket-call'
import type { CommentForm } from './comment-form'
import { type FieldMeta, isNothing, readFieldMetas, toFieldValue, wordsOf } from './field-value'
import { readId } from './wire'

/** Statuses passed on the way to one that the workflow does not lead to at once. */
const mostStepsBetween = 3

export interface StatusChange {
  issueId: string
  /** Name of the status that the issue has now. */
  from: string
  wish: TicketStatusWish
}

/** Whether a status is one of those that will do. */
export function isWantedStatus(status: JsonObject | undefined, { to }: TicketStatusWish): boolean {
  const words = wordsOf(status)
  return to.some(name => words.includes(name.toLowerCase()))
}

/**
 * Takes the transition to the best of the wanted statuses. Where none leads there, the only way on is followed, step by
 * step, as long as there is but one and it does not close the issue. Raises `rejected`, code `transition-unavailable`.
 */
export async function changeStatus(
  { issueId, from, wish }: StatusChange,
  at: { call: WriteCall; form: CommentForm },
): Promise<void> {
  const been = new Set([from.toLowerCase()])
  for (let steps = 0; ; steps += 1) {
    const offers = await readOffers(issueId, at)
    const direct = chooseOffer(offers, wish)
    if (direct !== undefined) return takeOffer(direct, { issueId, wish }, at)
    const onward = offers.filter(({ name }) => !been.has(name.toLowerCase()))
    const [only] = onward
    const isClear = only !== undefined && onward.every(({ name }) => name === only.name) && !only.isDone
    if (!isClear || steps === mostStepsBetween) throw refuse(offers, wish)
    await takeOffer(only, { issueId, wish }, at)
    been.add(only.name.toLowerCase())
  }
}

/** A transition that is open now. */
interface Offer {
  id: string
  /** Of the status that it leads to. */
  name: string
  to: JsonObject | undefined
  isDone: boolean
  screen: Map<string, FieldMeta>
}

async function readOffers(issueId: string, { call, form }: { call: ReadCall; form: CommentForm }): Promise<Offer[]> {
  const query = { expand: 'transitions.fields' }
  const request: HttpRequest = { method: 'GET', path: pathOf(issueId, form), query }
  const answer = await call.read(request)
  if (answer.status === 404) throw new BridgeError('rejected', 'The ticket is gone', { code: 'not-found' })
  const page = recordOf(request, answer)
  if (!Array.isArray(readValue(page, 'transitions'))) throw unreadableAnswer(request, answer.status)
  return readObjects(page, 'transitions').flatMap(readOffer)
}

function readOffer(transition: JsonObject): Offer[] {
  const id = readId(readValue(transition, 'id'))
  const to = readObject(transition, 'to')
  const name = readString(to, 'name')
  if (id === undefined || name === undefined || readValue(transition, 'isAvailable') === false) return []
  const isDone = readString(readObject(to, 'statusCategory'), 'key') === 'done'
  return [{ id, name, to, isDone, screen: readFieldMetas(transition) }]
}

/** The best status first; of several ways to it the one that asks for the least we do not have. */
function chooseOffer(offers: readonly Offer[], wish: TicketStatusWish): Offer | undefined {
  for (const name of wish.to) {
    const leading = offers.filter(({ to }) => wordsOf(to).includes(name.toLowerCase()))
    const [best] = leading.toSorted((a, b) => listMissing(a, wish).length - listMissing(b, wish).length)
    if (best !== undefined) return best
  }
  return undefined
}

function listMissing({ screen }: Offer, { fields }: TicketStatusWish): string[] {
  return [...screen.values()]
    .filter(({ id, isRequired, hasDefault }) => isRequired && !hasDefault && isNothing(readValue(fields, id)))
    .map(({ id }) => id)
}

/** What the screen asks for is filled in; what it does not have, Jira would refuse. */
async function takeOffer(
  offer: Offer,
  { issueId, wish }: Pick<StatusChange, 'issueId' | 'wish'>,
  { call, form }: { call: WriteCall; form: CommentForm },
): Promise<void> {
  const empty = await listEmpty(listMissing(offer, wish), issueId, { call, form })
  if (empty.length > 0) {
    const says = `The transition to ${offer.name} requires ${empty.join(', ')}, for which there is no value`
    throw new BridgeError('rejected', says, { code: 'transition-unavailable' })
  }
  const given = Object.entries(wish.fields).flatMap(([name, value]) => {
    const meta = offer.screen.get(name)
    return meta === undefined || isNothing(value) ? [] : [[name, toFieldValue(value, { meta, form })] as const]
  })
  const body = { transition: { id: offer.id }, ...(given.length > 0 && { fields: Object.fromEntries(given) }) }
  await call.write({ method: 'POST', path: pathOf(issueId, form), body })
}

/** A required field that the issue has a value for need not be sent. */
async function listEmpty(
  names: readonly string[],
  issueId: string,
  { call, form }: { call: ReadCall; form: CommentForm },
): Promise<string[]> {
  if (names.length === 0) return []
  const path = `${form.api}/issue/${encodeURIComponent(issueId)}`
  const request: HttpRequest = { method: 'GET', path, query: { fields: names.join(',') } }
  const fields = readObject(recordOf(request, await call.read(request)), 'fields')
  return names.filter(name => isNothing(readValue(fields, name)))
}

function refuse(offers: readonly Offer[], { to }: TicketStatusWish): BridgeError {
  const offered = [...new Set(offers.map(({ name }) => name))].join(', ')
  const says = `No transition leads to ${to.join(' or ')}; ${offered === '' ? 'our user is offered none' : `offered: ${offered}`}`
  return new BridgeError('rejected', says, { code: 'transition-unavailable' })
}

function pathOf(issueId: string, { api }: CommentForm): string {
  return `${api}/issue/${encodeURIComponent(issueId)}/transitions`
}

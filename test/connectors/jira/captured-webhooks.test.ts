import { identify } from '../../../src/connectors/jira/identify'
import { normalize } from '../../../src/connectors/jira/normalize'
import { canonicalJson, type Json } from '../../../src/domain/json'
import { emptySnapshot, mergeChanges } from '../../../src/domain/merge-changes'
import type { TicketSnapshot } from '../../../src/domain/ticket'
import { type NamedPayload, readCapturedJiraWebhooks } from '../../support/shared-data'

const captured = readCapturedJiraWebhooks() ?? []
const whereCaptured = captured.length > 0 ? describe : describe.skip

/** Numbers from a seed, so that a failing order can be had again. */
function createRandom(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 2 ** 32
  }
}

function shuffle<Item>(items: readonly Item[], random: () => number): Item[] {
  const keyed = items.map(item => ({ item, order: random() }))
  return keyed.sort((left, right) => left.order - right.order).map(({ item }) => item)
}

function digest(webhooks: readonly NamedPayload[]): Map<string, TicketSnapshot> {
  const snapshots = new Map<string, TicketSnapshot>()
  for (const [index, { payload }] of webhooks.entries()) {
    const id = identify(payload).ticketId ?? ''
    const { changes } = normalize(payload, 1_800_000_000_000 + index, { browseUrl: 'https://acme.example' })
    snapshots.set(id, mergeChanges(snapshots.get(id) ?? emptySnapshot(), changes))
  }
  return snapshots
}

function show(snapshots: Map<string, TicketSnapshot>): string[] {
  return [...snapshots].map(([id, snapshot]) => `${id} ${canonicalJson(snapshot as unknown as Json)}`).sort()
}

whereCaptured('the captured webhooks', () => {
  test('each name their ticket by its id and carry a version', () => {
    expect(captured).toHaveLength(55)
    const facts = captured.map(({ payload }) => identify(payload))
    for (const fact of facts) {
      expect(fact).toMatchObject({
        isAboutTicket: true,
        ticketId: expect.stringMatching(/^\d+$/),
        version: expect.any(Number),
      })
    }
    expect(new Set(facts.map(({ ticketId }) => ticketId)).size).toBe(14)
  })

  test('ask for their ticket again only where they do not hold the issue', () => {
    const asking = captured.filter(
      ({ payload }) => normalize(payload, 0, { browseUrl: 'https://acme.example' }).mustReread,
    )
    expect(asking.map(({ name }) => name)).toEqual([
      'webhook-server-comment-created.json',
      'webhook-server-comment-deleted.json',
      'webhook-server-comment-updated.json',
    ])
  })

  test('show a whole issue, except beside comments of Cloud and where one was cut', () => {
    const partial = captured.filter(({ payload }) =>
      normalize(payload, 0, { browseUrl: 'https://acme.example' }).changes.some(
        change => change.kind === 'ticket-state' && !change.complete,
      ),
    )
    expect(partial.map(({ name }) => name)).toEqual([
      'webhook-cloud-comment-created-mention-user.json',
      'webhook-cloud-comment-created.json',
      'webhook-cloud-comment-deleted.json',
      'webhook-cloud-comment-updated.json',
      'webhook-issue-assigned-empty-changelog.json',
    ])
  })

  test('come to thirteen live tickets and one known only from its deletion', () => {
    const snapshots = digest(captured)
    const dead = [...snapshots].filter(([, { wasAlive }]) => !wasAlive).map(([id]) => id)
    expect(dead).toEqual(['10303'])
    expect(snapshots.size - dead.length).toBe(13)
    expect(snapshots.get('10357')).toMatchObject({
      key: { value: 'KT-7' },
      comments: { 10757: { value: { deleted: true } } },
    })
  })

  test('come to the same in any order, each three times', () => {
    const once = show(digest(captured))
    for (let seed = 1; seed <= 20; seed++) {
      const order = shuffle([...captured, ...captured, ...captured], createRandom(seed))
      expect({ seed, snapshots: show(digest(order)) }).toEqual({ seed, snapshots: once })
    }
  })

  test('leave no picture and no list of comments in the fields', () => {
    const text = show(digest(captured)).join('')
    for (const noise of ['avatarUrls', 'iconUrl', '"self"', '"worklogs"', '"comments":['])
      expect(text).not.toContain(noise)
  })
})

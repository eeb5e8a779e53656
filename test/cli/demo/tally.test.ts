import type { Evidence } from '../../../src/cli/demo/evidence'
import { type Expectations, tally } from '../../../src/cli/demo/tally'

const identifier = 'soarbridge:jira:1'
const container = (id: number, of = identifier) => ({ id, identifier: of, fields: {} })
const artifact = (id: number, value: string, mark = `${identifier}:${value}`) => ({
  id,
  container: 7,
  identifier: mark,
  cef: { sourceAddress: value },
})

/** One ticket, one container, two artifacts: as it should be. */
const good: Evidence = {
  tickets: [{ key: 'SEC-1', identifier }],
  containers: [container(7)],
  artifacts: [artifact(1, '203.0.113.1'), artifact(2, '203.0.113.2')],
  links: [{ ticketKey: 'SEC-1', containerId: '7' }],
  copies: [{ ticketId: '1', kind: 'comment', text: 'Note from SOAR: a lure' }],
}
const expected: Expectations = {
  values: [{ identifier, value: '203.0.113.1' }],
  copies: [{ ticketId: '1', kind: 'comment', part: 'a lure' }],
}

const count = (changes: Partial<Evidence>) => {
  const { lost, duplicated } = tally({ ...good, ...changes }, expected)
  return { lost, duplicated }
}

describe('the tally of the demo', () => {
  it('counts what is there', () => {
    expect(tally(good, expected)).toEqual({
      tickets: 1,
      containers: 1,
      artifacts: 2,
      links: [{ ticket: 'SEC-1', container: '7' }],
      copies: 1,
      lost: 0,
      duplicated: 0,
    })
  })

  it('misses a ticket without a container, and every value that it named', () => {
    expect(count({ containers: [], artifacts: [] })).toEqual({ lost: 2, duplicated: 0 })
  })

  it('misses a ticket whose link is missing or names another container', () => {
    expect(count({ links: [] })).toEqual({ lost: 1, duplicated: 0 })
    expect(count({ links: [{ ticketKey: 'SEC-1', containerId: '8' }] })).toEqual({ lost: 1, duplicated: 0 })
  })

  it('misses a value whose artifact lies in another container', () => {
    const astray = { ...artifact(1, '203.0.113.1'), container: 8 }
    expect(count({ artifacts: [astray] })).toEqual({ lost: 1, duplicated: 0 })
  })

  it('sees a second container of a ticket, and one of no ticket', () => {
    expect(count({ containers: [container(7), container(8)] })).toEqual({ lost: 0, duplicated: 1 })
    expect(count({ containers: [container(7), container(8, 'other')] })).toEqual({ lost: 0, duplicated: 1 })
  })

  it('sees an artifact that its container holds twice, by identifier or by content', () => {
    const twiceByContent = [...good.artifacts, artifact(3, '203.0.113.1', 'another identifier')]
    const twiceByMark = [...good.artifacts, artifact(3, '203.0.113.9', `${identifier}:203.0.113.1`)]
    expect(count({ artifacts: twiceByContent })).toEqual({ lost: 0, duplicated: 1 })
    expect(count({ artifacts: twiceByMark })).toEqual({ lost: 0, duplicated: 1 })
  })

  it('misses what one side said and the other does not, and sees what the other says twice', () => {
    const elsewhere = good.copies.map(copy => ({ ...copy, kind: 'note' as const }))
    expect(count({ copies: elsewhere })).toEqual({ lost: 1, duplicated: 0 })
    expect(count({ copies: [...good.copies, ...good.copies] })).toEqual({ lost: 0, duplicated: 1 })
  })

  it('lets two containers hold the same value', () => {
    const elsewhere = { ...artifact(3, '203.0.113.1'), container: 8 }
    expect(count({ artifacts: [...good.artifacts, elsewhere] })).toEqual({ lost: 0, duplicated: 0 })
  })
})

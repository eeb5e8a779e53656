import type { TicketVocabulary } from '../../src/connectors/connector'
import { BridgeError } from '../../src/errors'
import { createWayBackWatch } from '../../src/flows/way-back-watch'
import { rulesFrom } from '../builders/some-rules'

const rules = rulesFrom(`
toTicket:
  status:
    - { soar: closed, to: [Done], closes: true }
  severity:
    - { field: priority, values: { high: High, low: Low } }
`)

function openWatch(offered: TicketVocabulary) {
  const told: string[] = []
  const asked: string[] = []
  const watch = createWayBackWatch({
    sources: [
      {
        connection: 'jira',
        rules,
        reader: {
          readVocabulary: async () => {
            asked.push('jira')
            return offered
          },
        },
      },
      {
        connection: 'one-way',
        rules: rulesFrom(''),
        reader: { readVocabulary: () => Promise.reject(new Error('nobody asks')) },
      },
    ],
    events: { emit: (name, fields) => void told.push(`${name} ${JSON.stringify(fields)}`) },
  })
  return { watch, told, asked }
}

const offered = (): TicketVocabulary => ({
  statuses: ['To Do', 'Done'],
  choices: { priority: ['High', 'Low'] },
})

test('nothing is held where the ticketing system offers all that the rules ask for', async () => {
  const { watch, told } = openWatch(offered())
  await watch.refresh('jira')
  expect([watch.heldBack('jira'), told]).toEqual([{}, []])
})

test('a field with a word that is not offered is held, alone, and told once', async () => {
  const words = offered()
  const { watch, told } = openWatch(words)
  words.choices.priority = ['High']
  await watch.refresh('jira')
  await watch.refresh('jira')
  expect(watch.heldBack('jira')).toEqual({
    severity: expect.stringMatching(/^toTicket\.severity\[0\]\.values\.low: .*offers High, and no Low for priority$/),
  })
  expect(told).toEqual([expect.stringMatching(/^mapping\.unknown .*"connection":"jira"/)])
  words.choices.priority = ['High', 'Low']
  await watch.refresh('jira')
  expect(watch.heldBack('jira')).toEqual({})
})

test('what cannot be read changes nothing', async () => {
  const words = offered()
  words.statuses = ['To Do']
  const { watch, asked } = openWatch(words)
  await watch.refresh('jira')
  Object.defineProperty(words, 'statuses', {
    get: () => {
      throw new BridgeError('unavailable', 'Jira does not answer', { code: 'unreachable' })
    },
  })
  await watch.refresh('jira')
  expect(Object.keys(watch.heldBack('jira'))).toEqual(['status'])
  expect(asked).toHaveLength(2)
})

test('nobody is asked where nothing goes back, or of a connection that there is not', async () => {
  const { watch, asked, told } = openWatch(offered())
  for (const connection of ['one-way', 'unheard-of']) {
    await watch.refresh(connection)
    expect(watch.heldBack(connection)).toEqual({})
  }
  expect([asked, told]).toEqual([[], []])
})

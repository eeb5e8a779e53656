import { BridgeError } from '../../src/errors'
import { createVocabularyWatch, unknownWords } from '../../src/flows/vocabulary'
import { createScriptedSoar } from '../support/scripted-soar'

const known = { labels: ['events'], severities: ['High', 'low'], statuses: ['new'], version: '6.4.0' }
const use = (word: string) => ({ word, where: `jira.yaml:1 ${word}` })
const words = { labels: [use('events')], severities: [use('high')], statuses: [use('NEW')] }

describe('the words of the rules', () => {
  test('are known where SOAR has them; severities and statuses in any case', () => {
    expect(unknownWords(words, known)).toBeNull()
  })

  test('are unknown as labels in another case, and each is named with its place', () => {
    const wrong = { labels: [use('Events')], severities: [use('urgent'), use('urgent')], statuses: [use('done')] }
    expect(unknownWords(wrong, known)).toBe(
      'SOAR does not know label "Events" (jira.yaml:1 Events), severity "urgent" (jira.yaml:1 urgent), ' +
        'status "done" (jira.yaml:1 done); add it there or change the rules',
    )
  })
})

describe('the watch over vocabularies', () => {
  function openWatch() {
    const soar = createScriptedSoar()
    Object.assign(soar.vocabulary, structuredClone(known))
    const told: string[] = []
    const watch = createVocabularyWatch({
      connectorOf: () => soar,
      sources: [
        { connection: 'jira', soarConnection: 'soar', words, label: 'events' },
        { connection: 'servicenow', soarConnection: 'soar', words, label: 'incidents' },
        { connection: 'elsewhere', soarConnection: 'soar-2', words, label: 'events' },
      ],
      events: { emit: (name, fields) => void told.push(`${name} ${(fields as { connection: string }).connection}`) },
      onReleased: connection => told.push(`released ${connection}`),
    })
    return { watch, soar, told }
  }

  test('holds every connection until its SOAR’s words were read', () => {
    const { watch } = openWatch()
    expect(watch.heldBy('jira')).toBe('the vocabulary of SOAR was not read yet')
    expect(watch.versionOf('soar')).toBeNull()
  })

  test('releases the connections whose words are known, and holds the others with the reason', async () => {
    const { watch, told } = openWatch()
    await watch.refresh('soar')
    expect(watch.heldBy('jira')).toBeNull()
    expect(watch.heldBy('servicenow')).toMatch(/label "incidents" \(label in bridge.yaml\)/)
    expect(watch.heldBy('elsewhere')).toMatch(/was not read yet/)
    expect(watch.versionOf('soar')).toBe('6.4.0')
    expect(told).toEqual(['vocabulary.read soar', 'released jira', 'vocabulary.unknown servicenow'])
  })

  test('tells of a connection again only where its state changed', async () => {
    const { watch, soar, told } = openWatch()
    await watch.refresh('soar')
    await watch.refresh('soar')
    soar.vocabulary.labels.push('incidents')
    await watch.refresh('soar')
    soar.vocabulary.statuses.length = 0
    await watch.refresh('soar')
    expect(told.filter(line => !line.startsWith('vocabulary.read'))).toEqual([
      'released jira',
      'vocabulary.unknown servicenow',
      'released servicenow',
      'vocabulary.unknown jira',
      'vocabulary.unknown servicenow',
    ])
  })

  test('keeps what it knows where SOAR cannot be read', async () => {
    const { watch, soar } = openWatch()
    await watch.refresh('soar')
    const failure = new BridgeError('unavailable', 'cannot be reached')
    soar.readVocabulary = () => Promise.reject(failure)
    await expect(watch.refresh('soar')).rejects.toBe(failure)
    expect(watch.heldBy('jira')).toBeNull()
  })
})

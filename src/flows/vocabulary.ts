import type { SoarConnector, Vocabulary } from '../connectors/connector'
import type { Words, WordUse } from '../mapping/words'
import type { Events } from '../telemetry/events'

/** Which ticket connections may deliver: their SOAR's words were read, and their rules name no other. */
export interface VocabularyWatch {
  /** Reads the words of a SOAR connection; raises what the connector raises. */
  refresh(soarConnection: string): Promise<void>
  /** Why a ticket connection's delivery is held, or null. */
  heldBy(ticketConnection: string): string | null
  versionOf(soarConnection: string): string | null
}

export interface VocabularyParts {
  connectorOf(soarConnection: string): Pick<SoarConnector, 'readVocabulary'>
  sources: { connection: string; soarConnection: string; words: Words; label: string }[]
  events: Events
  /** A ticket connection may deliver, which it could not before. */
  onReleased(connection: string): void
}

export function createVocabularyWatch(parts: VocabularyParts): VocabularyWatch {
  const vocabularies = new Map<string, Vocabulary>()
  const held = new Map<string, string | null>()
  return {
    refresh: async soarConnection => {
      const vocabulary = await parts.connectorOf(soarConnection).readVocabulary()
      vocabularies.set(soarConnection, vocabulary)
      tellRead(parts.events, soarConnection, vocabulary)
      for (const source of parts.sources.filter(one => one.soarConnection === soarConnection)) {
        const ownLabel = { word: source.label, where: 'label in bridge.yaml' }
        const words = { ...source.words, labels: [ownLabel, ...source.words.labels] }
        const reason = unknownWords(words, vocabulary)
        const isNews = held.get(source.connection) !== reason
        if (reason !== null && isNews)
          parts.events.emit('vocabulary.unknown', { connection: source.connection, reason })
        if (reason === null && isNews) parts.onReleased(source.connection)
        held.set(source.connection, reason)
      }
    },
    heldBy: connection => {
      const reason = held.get(connection)
      return reason === undefined ? 'the vocabulary of SOAR was not read yet' : reason
    },
    versionOf: soarConnection => vocabularies.get(soarConnection)?.version ?? null,
  }
}

/** A sentence naming each word SOAR does not know and where the rules say it; null when it knows them all. */
export function unknownWords(words: Words, vocabulary: Vocabulary): string | null {
  const unknown = [
    ...unknownOf('label', words.labels, vocabulary.labels),
    ...unknownOf('severity', words.severities, vocabulary.severities),
    ...unknownOf('status', words.statuses, vocabulary.statuses),
  ]
  if (unknown.length === 0) return null
  return `SOAR does not know ${[...new Set(unknown)].join(', ')}; add it there or change the rules`
}

/** SOAR takes severities and statuses in any case (facts/soar.md section 5); labels it takes as they are. */
function unknownOf(kind: string, uses: WordUse[], known: string[]): string[] {
  const fold = (word: string) => (kind === 'label' ? word : word.toLowerCase())
  const knownWords = new Set(known.map(fold))
  return uses.filter(({ word }) => !knownWords.has(fold(word))).map(({ word, where }) => `${kind} "${word}" (${where})`)
}

function tellRead(events: Events, connection: string, { labels, severities, statuses, version }: Vocabulary): void {
  const counts = { labels: labels.length, severities: severities.length, statuses: statuses.length }
  events.emit('vocabulary.read', { connection, ...counts, version })
}

import type { TicketVocabularyReader } from '../connectors/connector'
import type { SeenFieldName } from '../domain/container-snapshot'
import { isBridgeError } from '../errors'
import { checkMapping, type MappingMistake } from '../mapping/check-mapping'
import type { Rules } from '../mapping/rules'
import type { Events } from '../telemetry/events'

/** Fields of one connection that wait on their way back, each with the reason. */
export type HeldBack = Readonly<Partial<Record<SeenFieldName, string>>>

/** What the rules ask of a ticketing system that it does not offer. Holds these fields on their way back, and nothing else. */
export interface WayBackWatch {
  /** Reads what the system offers; what cannot be read changes nothing. */
  refresh(connection: string): Promise<void>
  heldBack(connection: string): HeldBack
}

export interface WayBackParts {
  sources: { connection: string; rules: Rules; reader: TicketVocabularyReader }[]
  events: Pick<Events, 'emit'>
}

export function createWayBackWatch({ sources, events }: WayBackParts): WayBackWatch {
  const held = new Map<string, HeldBack>()
  return {
    refresh: async connection => {
      const source = sources.find(one => one.connection === connection)
      if (source === undefined) return
      const mistakes = await readMistakes(source)
      if (mistakes === null) return
      const before = JSON.stringify(held.get(connection) ?? {})
      const now = heldByMistakes(mistakes)
      held.set(connection, now)
      if (JSON.stringify(now) !== before && Object.keys(now).length > 0)
        events.emit('mapping.unknown', { connection, reason: Object.values(now).join('; ') })
    },
    heldBack: connection => held.get(connection) ?? {},
  }
}

/** Null where nobody can tell now. Rules that send nothing back ask nobody. */
async function readMistakes({ rules, reader }: WayBackParts['sources'][number]): Promise<MappingMistake[] | null> {
  const { status, severity, sensitivity, label } = rules.toTicket
  if (status.length + severity.length + sensitivity.length + label.length === 0) return null
  try {
    return checkMapping(rules, { ticket: await reader.readVocabulary(), soar: null })
  } catch (error) {
    if (isBridgeError(error)) return null
    throw error
  }
}

const checkedFields = ['status', 'severity', 'sensitivity', 'label'] as const

/** What is set where a ticket is closed is told by `check`; it holds no field that both sides have. */
function heldByMistakes(mistakes: readonly MappingMistake[]): HeldBack {
  const held = checkedFields.flatMap((field): [SeenFieldName, string][] => {
    const own = mistakes.filter(({ path }) => path.startsWith(`toTicket.${field}[`))
    return own.length === 0 ? [] : [[field, own.map(({ path, message }) => `${path}: ${message}`).join('; ')]]
  })
  return Object.fromEntries(held)
}

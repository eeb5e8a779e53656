import type { TicketConnector, TicketTalkReader } from '../connectors/connector'
import type { Ticket } from '../domain/ticket'
import type { Rules } from '../mapping/rules'
import type { HeldBack } from './way-back-watch'

export type TellResults = 'all' | 'secops-api' | 'note' | 'none'

/** Where links come from, as their containers need it. */
export interface LinkSource {
  connector: { system: Ticket['system'] }
  rules: Rules
  soarConnection: string
  /** Label for containers where no rule names one. */
  label: string
  /** What its tickets are told of results: a note (in Jira the status comment), and records in ServiceNow's own tables. */
  results: TellResults
  /** Fields that wait on their way back: its ticketing system does not offer what the rules ask for. */
  heldBack?: HeldBack
  /** Address of one of its containers for people. */
  containerUrl?(containerId: string): string
}

/** One ticket connection as the flows need it. */
export interface TicketSource extends LinkSource {
  /** One that reads talk tells what its deliveries leave out. */
  connector: TicketConnector & Partial<TicketTalkReader>
  tenant: string
}

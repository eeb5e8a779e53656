import type { TicketConnector } from '../connectors/connector'
import type { Rules } from '../mapping/rules'

/** One ticket connection as the flows need it. */
export interface TicketSource {
  connector: TicketConnector
  rules: Rules
  soarConnection: string
  /** Label for containers where no rule names one. */
  label: string
  tenant: string
}

import type { JsonObject } from '../../src/domain/json'
import type { Ticket } from '../../src/domain/ticket'

/** A Jira ticket as the mapping sees it; name only what the test is about. */
export function aTicket(overrides: Partial<Ticket> = {}): Ticket {
  return {
    connection: 'jira',
    system: 'jira',
    id: '10042',
    key: 'SEC-42',
    url: 'https://acme.example/browse/SEC-42',
    collection: 'SEC',
    deleted: false,
    version: { at: 1_700_000_000_000 },
    fields: { summary: 'Beacon to a strange host', description: 'It calls home.' },
    ...overrides,
  }
}

/** A Jira ticket with these fields on top of a summary. */
export function aTicketWith(fields: JsonObject): Ticket {
  return aTicket({ fields: { summary: 'Beacon to a strange host', ...fields } })
}

/** A ServiceNow record with these columns; a flat push by default, in the incident table. */
export function aRecord(fields: JsonObject, overrides: Partial<Ticket> = {}): Ticket {
  return aTicket({
    connection: 'servicenow',
    system: 'servicenow',
    id: '9d385017c611228701d22104cc95c371',
    key: 'INC0010001',
    url: 'https://acme.example/incident.do?sys_id=9d385017c611228701d22104cc95c371',
    collection: 'incident',
    fields: { short_description: 'Beacon to a strange host', ...fields },
    ...overrides,
  })
}

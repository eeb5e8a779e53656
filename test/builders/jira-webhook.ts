/** What Jira sends when the ticket with that number was filed. */
export function jiraCreated(number: number, fields: Record<string, unknown> = {}): string {
  const at = 1_790_000_000_000 + number
  return JSON.stringify({
    timestamp: at,
    webhookEvent: 'jira:issue_created',
    issue: {
      id: String(20_000 + number),
      key: `SEC-${number}`,
      fields: { summary: `Ticket ${number}`, updated: new Date(at).toISOString(), ...fields },
    },
  })
}

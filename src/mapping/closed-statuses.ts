import type { Rules } from './rules'

/** Statuses of SOAR in which a container is closed, by the rules; the first is the one that the bridge closes with. */
export function closedStatuses({ closed, toTicket }: Pick<Rules, 'closed' | 'toTicket'>): [string, ...string[]] {
  const closing = toTicket.status.filter(({ closes }) => closes).map(({ soar }) => soar)
  const [first = 'closed', ...others] = [...closed, ...closing]
  return [first, ...others]
}

export function isClosedStatus(status: unknown, rules: Parameters<typeof closedStatuses>[0]): boolean {
  return closedStatuses(rules).some(word => word.toLowerCase() === String(status).toLowerCase())
}

import { allTenants } from './role'

const beginning = 'results:'

/**
 * Stands where a link has its ticket connection, for one that holds results no ticket claims. Connections have no colon
 * in their names, and tenants have names like them, so that neither is ever mistaken.
 */
export function resultsConnectionOf(tenant: string): string {
  return `${beginning}${tenant}`
}

/** Of all tenants: where they are spoken of together. */
export const resultsConnections = resultsConnectionOf(allTenants)

export function isResultsConnection(connection: string): boolean {
  return connection.startsWith(beginning)
}

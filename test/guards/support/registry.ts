import type { Violation } from './violation'

/** The four places that name the outside systems. */
export interface SystemLists {
  connectorFolders: readonly string[]
  registryKeys: readonly string[]
  sandboxFolders: readonly string[]
  /** First segment after `/webhooks/` of each path of the contract. */
  webhookPaths: readonly string[]
  /** `TicketSystem` in the domain; SOAR is one, since its containers can be shared. */
  ticketSystems: readonly string[]
}

/** Every system has code, an entry, a stand-in and, where it has tickets, a door for its webhooks. */
export function checkRegistry(lists: SystemLists): Violation[] {
  const { connectorFolders, registryKeys, sandboxFolders, webhookPaths, ticketSystems } = lists
  return [
    ...compare(connectorFolders, registryKeys, { where: 'src/connectors/registry.ts', remedy: 'register its folder' }),
    ...compare(connectorFolders, sandboxFolders, { where: 'src/sandbox', remedy: 'build its sandbox' }),
    ...compare(
      // The bridge looks into SOAR by itself.
      ticketSystems.filter(name => name !== 'soar'),
      webhookPaths.filter(name => name !== 'soar'),
      {
        where: 'openapi.yaml',
        remedy: 'give it a path /webhooks/{system}/{connection}',
      },
    ),
    ...compare(ticketSystems, connectorFolders, {
      where: 'src/connectors',
      remedy: 'build its connector',
    }),
  ]
}

function compare(
  wanted: readonly string[],
  found: readonly string[],
  { where, remedy }: Pick<Violation, 'where' | 'remedy'>,
): Violation[] {
  return [
    ...wanted.filter(name => !found.includes(name)).map(name => ({ where, what: `misses ${name}`, remedy })),
    ...found
      .filter(name => !wanted.includes(name))
      .map(name => ({ where, what: `has ${name}, which nothing else knows`, remedy: `remove it, or build the rest` })),
  ]
}

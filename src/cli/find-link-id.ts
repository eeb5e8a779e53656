import { BridgeError } from '../errors'
import type { Administration } from './administration'

/** People know the ticket's key; one key in two connections needs the link's id. */
export async function findLinkId(administration: Administration, name: string): Promise<string> {
  if (/^[0-9a-f-]{36}$/.test(name)) return name
  const { items } = await administration.links({ ticketKey: name }, { limit: 2 })
  const [link] = items
  if (link === undefined) {
    throw new BridgeError('not-found', `no link has the id or the ticket key ${name}`, { code: 'link-unknown' })
  }
  if (items.length > 1) {
    const message = `several links have the ticket key ${name}; name one by its id (soarbridge links list --ticket-key ${name})`
    throw new BridgeError('conflict', message, { code: 'link-ambiguous' })
  }
  return link.id
}

import { BridgeError } from '../errors'

/** What stands before the query. */
export function pathOf(url: string): string {
  const query = url.indexOf('?')
  return query < 0 ? url : url.slice(0, query)
}

/** At doors that only take what is posted. */
export function onlyPosts(): BridgeError {
  const error = new BridgeError('not-found', 'the method is not offered here', {
    code: 'method-not-allowed',
    status: 405,
  })
  return Object.assign(error, { headers: { Allow: 'POST' } })
}

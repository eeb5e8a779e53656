import type { ReceivedPush } from './push-receiver'

/** Hands a bridge what was pushed to somebody else, in this order; `isNew` gives each push another name. */
export async function handOn(
  bridgeUrl: string,
  received: readonly ReceivedPush[],
  how = { isNew: false },
): Promise<void> {
  for (const { path, headers, raw } of received) {
    const names = ['content-type', 'x-hub-signature', 'x-atlassian-webhook-identifier'] as const
    const sent = names.flatMap(name => (headers[name] === undefined ? [] : [[name, String(headers[name])] as const]))
    const other = how.isNew ? { 'x-atlassian-webhook-identifier': `${Math.random()}` } : {}
    const answer = await fetch(bridgeUrl + path, {
      method: 'POST',
      headers: { ...Object.fromEntries(sent), ...other },
      body: raw,
    })
    expect(answer.status).toBe(202)
  }
}

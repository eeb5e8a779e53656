import { isJsonObject } from '../../domain/json'
import { BridgeError } from '../../errors'
import type { ReadCall } from './call'

const path = '/rest/version'

/** GET /rest/version; needs credentials, but no particular right: what proves that SOAR is there and takes ours. */
export async function readVersion(call: ReadCall): Promise<string> {
  const answer = await call.get(path)
  if (isJsonObject(answer) && typeof answer.version === 'string') return answer.version
  throw new BridgeError('unavailable', `GET ${path}: the answer has no version`, { code: 'unreadable-answer' })
}

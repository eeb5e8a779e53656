import { createScrubber, redactBody } from '../telemetry/redact'

const maxRecordedBytes = 4096
/** Longer bodies are not read whole for the timeline. */
const mostRead = 256 * 1024

/**
 * A body for the timeline: our own secrets taken out, should the far side have echoed one; members that name a
 * credential masked; cut to 4 KB.
 */
export function createRecordedText(secrets: readonly string[]): (text: string) => string {
  const scrub = createScrubber(secrets)
  return text => cutToBytes(redactBody(scrub(text.slice(0, mostRead))), maxRecordedBytes)
}

function cutToBytes(text: string, bytes: number): string {
  const buffer = Buffer.from(text)
  return buffer.length <= bytes ? text : buffer.toString('utf8', 0, bytes).replace(/\uFFFD$/, '')
}

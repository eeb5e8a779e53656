import { createScrubber, redactBody } from '../telemetry/redact'

const maxRecordedBytes = 4096
/** Longer bodies are not read whole for the timeline. */
const mostRead = 256 * 1024

/**
 * A body for the timeline: members that name a credential masked; our own secrets taken out, should the far side have
 * echoed one; cut to 4 KB. In this order: a secret that reads like a member's name would hide it from the mask.
 */
export function createRecordedText(secrets: readonly string[]): (text: string) => string {
  const scrub = createScrubber(secrets)
  return text => cutToBytes(scrub(redactBody(text.slice(0, mostRead), mostRead)), maxRecordedBytes)
}

function cutToBytes(text: string, bytes: number): string {
  const buffer = Buffer.from(text)
  return buffer.length <= bytes ? text : buffer.toString('utf8', 0, bytes).replace(/\uFFFD$/, '')
}

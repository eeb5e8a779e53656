const maxRecordedBytes = 4096
const shortestSecret = 6

/** Cuts a body for the timeline to 4 KB and takes out each secret, should the far side have echoed one. */
export function createRecordedText(secrets: readonly string[]): (text: string) => string {
  const hidden = secrets.filter(secret => secret.length >= shortestSecret)
  return text => {
    const start = text.slice(0, 2 * maxRecordedBytes)
    const scrubbed = hidden.reduce((rest, secret) => rest.replaceAll(secret, '[secret]'), start)
    return cutToBytes(scrubbed, maxRecordedBytes)
  }
}

function cutToBytes(text: string, bytes: number): string {
  const buffer = Buffer.from(text)
  return buffer.length <= bytes ? text : buffer.toString('utf8', 0, bytes).replace(/\uFFFD$/, '')
}

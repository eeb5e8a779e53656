/** One part of a form. */
export interface FormPart {
  name: string
  /** Only a file has one. */
  fileName?: string
  contentType?: string
  bytes: Buffer
}

/** The parts of a `multipart/form-data` body in their order, or undefined where it is none. */
export function readMultipart(contentType: string, body: Buffer): FormPart[] | undefined {
  const [, quoted, bare] = /^multipart\/form-data\s*;.*boundary=(?:"([^"]+)"|([^;\s]+))/i.exec(contentType) ?? []
  const boundary = quoted ?? bare
  if (boundary === undefined) return undefined
  const parts: FormPart[] = []
  const line = Buffer.from(`\r\n--${boundary}`)
  // The first boundary has no line before it.
  const whole = Buffer.concat([Buffer.from('\r\n'), body])
  let from = whole.indexOf(line)
  while (from >= 0) {
    const next = whole.indexOf(line, from + line.length)
    if (next < 0) break
    const part = readPart(whole.subarray(from + line.length, next))
    if (part) parts.push(part)
    from = next
  }
  return parts.length === 0 ? undefined : parts
}

function readPart(text: Buffer): FormPart | undefined {
  const end = text.indexOf('\r\n\r\n')
  if (end < 0) return undefined
  const head = text.subarray(0, end).toString('utf8')
  const [, disposition = ''] = /^content-disposition:([^\r\n]*)/im.exec(head) ?? []
  const [, name] = /;\s*name="([^"]*)"/i.exec(disposition) ?? []
  const [, fileName] = /;\s*filename="([^"]*)"/i.exec(disposition) ?? []
  const [, contentType] = /^content-type:\s*([^\r\n]*)/im.exec(head) ?? []
  if (name === undefined) return undefined
  const bytes = text.subarray(end + 4)
  return { name, bytes, ...(fileName !== undefined && { fileName }), ...(contentType !== undefined && { contentType }) }
}

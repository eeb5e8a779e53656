/** A file of a form. */
export interface FormFile {
  /** Of the form's field. */
  field: string
  filename: string
  mimeType: string
  bytes: Buffer
}

const BREAK = Buffer.from('\r\n\r\n')

/** The files of a `multipart/form-data` body in one pass, or null where it is none. */
export function readMultipart(contentType: string, body: Buffer): FormFile[] | null {
  const boundary = readParameter(contentType, 'boundary')
  if (!contentType.toLowerCase().startsWith('multipart/form-data') || boundary === undefined) return null
  const mark = Buffer.from(`--${boundary}`)
  const files: FormFile[] = []
  let at = body.indexOf(mark)
  while (at >= 0) {
    const start = at + mark.length
    if (body.subarray(start, start + 2).toString() === '--') return files
    const next = body.indexOf(mark, start)
    if (next < 0) return null
    // A part stands between two line breaks that belong to the marks.
    const file = readPart(body.subarray(start + 2, next - 2))
    if (file !== null) files.push(file)
    at = next
  }
  return null
}

function readPart(part: Buffer): FormFile | null {
  const headEnd = part.indexOf(BREAK)
  if (headEnd < 0) return null
  const lines = part.subarray(0, headEnd).toString('utf8').split('\r\n')
  const headers = new Map(lines.map(line => splitHeader(line)))
  const disposition = headers.get('content-disposition') ?? ''
  const filename = readFileName(disposition)
  if (filename === undefined) return null
  return {
    field: readParameter(disposition, 'name') ?? '',
    filename,
    mimeType: headers.get('content-type') ?? 'application/octet-stream',
    bytes: part.subarray(headEnd + BREAK.length),
  }
}

function splitHeader(line: string): [string, string] {
  const colon = line.indexOf(':')
  return [line.slice(0, Math.max(colon, 0)).trim().toLowerCase(), line.slice(colon + 1).trim()]
}

/** `filename*=UTF-8''%C3%BC.txt` goes before `filename="u.txt"`; folders in it are dropped. */
function readFileName(disposition: string): string | undefined {
  const encoded = readParameter(disposition, 'filename*')
  const quoted = encoded?.split("'")[2]
  const name = quoted === undefined ? readParameter(disposition, 'filename') : decode(quoted)
  return name?.split(/[/\\]/).at(-1)
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/** `name="value"` or `name=value` of a header. */
function readParameter(header: string, wanted: string): string | undefined {
  for (const piece of header.split(';').slice(1)) {
    const equals = piece.indexOf('=')
    if (equals < 0 || piece.slice(0, equals).trim().toLowerCase() !== wanted) continue
    const value = piece.slice(equals + 1).trim()
    return value.startsWith('"') && value.endsWith('"') ? value.slice(1, -1).replaceAll('%22', '"') : value
  }
  return undefined
}

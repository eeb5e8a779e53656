import type { Request, Response } from 'express'
import type { Attachment, Site } from '../site'

/** The bytes of an attachment, or the range of them that was asked for. */
export function sendContent(site: Site, attachment: Attachment, { req, res }: { req: Request; res: Response }): void {
  const bytes = site.contents.get(attachment.id)?.bytes ?? Buffer.alloc(0)
  const range = readRange(req.headers.range, bytes.length)
  res.set({
    'Content-Type': attachment.mimeType,
    'Content-Disposition': `attachment; filename*=UTF-8''${encodeURIComponent(attachment.filename)}`,
    'Accept-Ranges': 'bytes',
  })
  if (range === null) res.send(bytes)
  else if (range === 'outside') res.status(416).set('Content-Range', `bytes */${bytes.length}`).end()
  else {
    const { from, to } = range
    res
      .status(206)
      .set('Content-Range', `bytes ${from}-${to}/${bytes.length}`)
      .send(bytes.subarray(from, to + 1))
  }
}

/** One range; null where there is none to heed. */
function readRange(header: string | undefined, size: number): { from: number; to: number } | 'outside' | null {
  const parts = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header ?? '')
  const [, first = '', last = ''] = parts ?? []
  if (parts === null || (first === '' && last === '')) return null
  const from = first === '' ? Math.max(0, size - Number(last)) : Number(first)
  const to = first === '' || last === '' ? size - 1 : Math.min(Number(last), size - 1)
  return from >= size || from > to ? 'outside' : { from, to }
}

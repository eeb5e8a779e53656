import type { ServerResponse } from 'node:http'
import type { Reply } from './envelope'

export function sendReply(response: ServerResponse, { status, body, file }: Reply): void {
  if (file === undefined) {
    sendBytes(response, status, { type: 'application/json', bytes: Buffer.from(JSON.stringify(body)) })
    return
  }
  response.setHeader('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent(file.name)}`)
  sendBytes(response, status, file)
}

/** What stands in front of SOAR (nginx, a proxy) answers with a page. */
export function sendPage(response: ServerResponse, { status, title }: { status: number; title: string }): void {
  const text = `<html>\r\n<head><title>${title}</title></head>\r\n<body><center><h1>${title}</h1></center></body>\r\n</html>\r\n`
  sendBytes(response, status, { type: 'text/html', bytes: Buffer.from(text) })
}

function sendBytes(response: ServerResponse, status: number, { type, bytes }: { type: string; bytes: Buffer }): void {
  response.writeHead(status, { 'content-type': type, 'content-length': bytes.length })
  response.end(bytes)
}

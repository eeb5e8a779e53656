import type { ServerResponse } from 'node:http'
import type { Reply } from './envelope'

export function sendReply(response: ServerResponse, { status, body }: Reply): void {
  sendText(response, { status, type: 'application/json', text: JSON.stringify(body) })
}

/** What stands in front of SOAR (nginx, a proxy) answers with a page. */
export function sendPage(
  response: ServerResponse,
  page: { status: number; title: string },
  headers: Record<string, string> = {},
): void {
  const text = `<html>\r\n<head><title>${page.title}</title></head>\r\n<body><center><h1>${page.title}</h1></center></body>\r\n</html>\r\n`
  sendText(response, { status: page.status, type: 'text/html', text }, headers)
}

function sendText(
  response: ServerResponse,
  answer: { status: number; type: string; text: string },
  headers: Record<string, string> = {},
): void {
  response.writeHead(answer.status, {
    'content-type': answer.type,
    'content-length': Buffer.byteLength(answer.text),
    ...headers,
  })
  response.end(answer.text)
}

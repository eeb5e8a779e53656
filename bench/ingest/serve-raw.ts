import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { answerParent } from '../load/child'

/** What Node's own server does when it reads a body and parses nothing. */
const body = JSON.stringify({ status: 'accepted' })
const server = createServer((request, response) => {
  request.on('data', () => {})
  request.on('end', () => {
    response.writeHead(202, { 'Content-Type': 'application/json', 'Content-Length': body.length })
    response.end(body)
  })
})
server.listen(0, '127.0.0.1', () => {
  answerParent({ port: (server.address() as AddressInfo).port }, () => server.closeAllConnections())
})

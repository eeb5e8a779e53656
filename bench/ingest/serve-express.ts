import type { AddressInfo } from 'node:net'
import express from 'express'
import { answerParent } from '../load/child'

/** The baseline: a stock Express 5 application, all its settings as they come, that reads JSON and does nothing. */
const app = express()
app.use(express.json())
app.post('/webhooks/jira/:connection', (_request, response) => {
  response.status(202).json({ status: 'accepted' })
})
const server = app.listen(0, '127.0.0.1', () => {
  answerParent({ port: (server.address() as AddressInfo).port }, () => server.closeAllConnections())
})

import type { JsonObject } from '../domain/json'
import type { ReconcilePage } from '../flows/reconcile'
import type { Administration, JobAnswer } from './administration'
import { askApi, createGet, type SendToApi } from './ask-api'

/** Looks and acts through the API of a running server, with what the key allows. */
export function createApiAdministration(send: SendToApi): Administration {
  const get = createGet(send)
  const act = async (id: string, action: string) =>
    (await askApi(send, { method: 'POST', path: `/v1/jobs/${encodeURIComponent(id)}/${action}` })) as JobAnswer
  return {
    links: (filter, page) => get('/v1/links', filter, page),
    link: id => get(`/v1/links/${encodeURIComponent(id)}`, {}),
    timeline: (id, page) => get(`/v1/links/${encodeURIComponent(id)}/timeline`, {}, page),
    receipts: (filter, page) => get('/v1/receipts', filter, page),
    jobs: (filter, page) => get('/v1/jobs', filter, page),
    replayJob: id => act(id, 'replay'),
    discardJob: id => act(id, 'discard'),
    settleField: ({ linkId, field, take }) => {
      const path = `/v1/links/${encodeURIComponent(linkId)}/fields/${encodeURIComponent(field)}/settle`
      return askApi(send, { method: 'POST', path, body: { take } })
    },
    joinLink: ({ linkId, to }) =>
      askApi(send, { method: 'POST', path: `/v1/links/${encodeURIComponent(linkId)}/join`, body: to }),
    partLink: linkId => askApi(send, { method: 'POST', path: `/v1/links/${encodeURIComponent(linkId)}/part` }),
    reconcile: async (asked, page) => {
      const query = Object.fromEntries(Object.entries(page).map(([name, value]) => [name, String(value)]))
      const body = asked as JsonObject
      return (await askApi(send, { method: 'POST', path: '/v1/reconciliations', query, body })) as ReconcilePage
    },
    isServed: true,
    close: async () => {},
  }
}

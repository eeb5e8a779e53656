import type { ServiceNowConnector } from '../../../src/connectors/servicenow'
import { failureOf } from '../../support/http-client-stage'
import { connectServiceNow } from '../../support/servicenow-connector'
import { type ServiceNowStage, startServiceNowStage } from '../../support/servicenow-stage'

let snow: ServiceNowStage
let connector: ServiceNowConnector
beforeAll(async () => {
  snow = await startServiceNowStage({}, [])
  connector = connectServiceNow(snow)
})
afterEach(() => snow.scenario({ name: 'clear' }))
afterAll(() => snow.close())

const fileTwo = async () => {
  const [{ sys_id: there = '' }, { sys_id: deleted = '' }] = [await snow.file(), await snow.file()]
  await snow.call('DELETE', `/api/now/table/incident/${deleted}`)
  return [there, deleted] as const
}
const ask = (...ids: string[]) => connector.findGone(ids.map(id => ({ id, collection: 'incident' })))

test('records that answer 404 by themselves are gone, in the form of a push that was never sent', async () => {
  const [there, deleted] = await fileTwo()
  const [gone, ...others] = await ask(there, deleted)
  expect([gone?.id, others]).toEqual([deleted, []])
  expect(connector.identify(gone?.payload ?? {})).toMatchObject({ isAboutTicket: true, ticketId: deleted })
  expect(connector.normalize(gone?.payload ?? {}, 5).changes).toEqual([
    { kind: 'ticket-deleted', version: { at: 5 }, isPresumed: true },
  ])
  expect(await ask(there)).toEqual([])
})

test('none is gone from a table that shows us nothing at all, or that is not known', async () => {
  const [, deleted] = await fileTwo()
  expect(await connector.findGone([{ id: deleted, collection: 'sn_si_incident' }])).toEqual([])
  expect(await connector.findGone([{ id: deleted, collection: null }])).toEqual([])
})

test('nothing is gone while the instance cannot be asked', async () => {
  const [, deleted] = await fileTwo()
  for (const scenario of [{ name: 'unauthorized' }, { name: 'error', status: 503 }, { name: 'html' }]) {
    await snow.scenario({ name: 'clear' })
    await snow.scenario(scenario)
    expect(['denied', 'unavailable']).toContain(((await failureOf(ask(deleted))) as { kind: string }).kind)
  }
})

import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { stringify } from 'yaml'
import { checkConfiguration } from '../src/main-check'
import { createSystemClock } from '../src/system-clock'
import { configOf } from './support/bridge'
import { type OpenedServiceNow, openServiceNow } from './support/open-servicenow'
import { createFolder } from './support/open-store'
import { type OpenedSoar, openSoar } from './support/soar-sandbox'

let soar: OpenedSoar
let snow: OpenedServiceNow
let file: string
beforeAll(async () => {
  soar = await openSoar()
  snow = await openServiceNow()
  file = path.join(createFolder(), 'bridge.yaml')
  const systems = { soarUrl: soar.url, soarToken: soar.token, servicenowUrl: snow.url, servicenowAuth: snow.auth }
  writeFileSync(file, stringify(configOf(systems)))
})
afterAll(() => Promise.all([soar.close(), snow.close()]))

const check = async () => (await checkConfiguration(file, createSystemClock()).checkOnline()).filter(isOfServiceNow)
const isOfServiceNow = ({ connection }: { connection: string }) => connection === 'servicenow'

test('what our user may not read of what people say is told, and is no mistake: the bridge does without', async () => {
  const { sys_id } = await snow.file({ short_description: 'x' })
  await snow.call('PATCH', `/api/now/table/incident/${sys_id}`, { work_notes: 'Seen' })
  expect((await check()).some(({ says }) => says.includes('sys_journal_field'))).toBe(false)
  await snow.call('POST', '/_sandbox/rule', { table: 'sys_journal_field', operation: 'read', roles: ['nobody'] })
  const findings = await check()
  expect(findings.filter(({ isGood }) => !isGood)).toEqual([])
  expect(findings).toContainEqual(
    expect.objectContaining({ says: expect.stringContaining('our user may not read sys_journal_field') }),
  )
})

import { exceptions } from './support/exceptions'
import { listFiles, readSources } from './support/source-files'
import { checkVendorWords } from './support/vendor-words'
import { judgeViolations, nameOf } from './support/violation'
import { checkWords, wordsOf } from './support/words'

const sources = readSources('src')

function plant(check: typeof checkWords, path: string, text = ''): string[] {
  return check([{ path, text }]).map(nameOf)
}

describe('one word per thing:', () => {
  test('names of files and exports say our words', () => {
    expect(judgeViolations(checkWords(sources), exceptions.words)).toEqual([])
  })

  test.each([
    ['issue', 'src/flows/receive.ts', 'export function readIssue() {}'],
    ['issues', 'src/flows/receive.ts', 'export const openIssues = []'],
    ['case', 'src/domain/ticket.ts', 'export interface CaseFile {}'],
    ['alert', 'src/mapping/rules.ts', 'export type Alert = string'],
    ['event', 'src/outbox/worker.ts', 'export const onEvent = 1'],
    ['ioc', 'src/mapping/rules.ts', 'export function readIOCs() {}'],
    ['intel', 'src/domain/ticket.ts', 'export type Intel = string'],
    ['adapter', 'src/store/links.ts', 'export class SqlAdapter {}'],
    ['plugin', 'src/flows/read.ts', 'export enum Plugin {}'],
    ['partition', 'src/outbox/outbox.ts', 'export const partitionOf = 1'],
    ['cursor', 'src/store/lists.ts', 'export async function readCursor() {}'],
    ['dlq', 'src/outbox/outbox.ts', 'export const sizeOfDLQ = 1'],
    ['mock', 'src/store/links.ts', 'const links = 1\nexport { links as mockLinks }'],
    ['message', 'src/outbox/outbox.ts', 'export interface QueueMessage {}'],
    ['task', 'src/outbox/outbox.ts', 'export interface Task {}'],
    ['event in a file name', 'src/flows/read-events.ts', ''],
    ['Service', 'src/http/app.ts', 'export class TicketService {}'],
    ['Manager', 'src/connectors/soar/call.ts', 'export const createLaneManager = 1'],
    ['Helpers', 'src/sandbox/soar/soar.ts', 'export const soarHelpers = {}'],
    ['a file of utils', 'src/http/utils.ts', ''],
    ['a folder of helpers', 'src/http/helpers/text.ts', ''],
    ['a file of types', 'src/flows/types.ts', ''],
    ['a file in camelCase', 'src/flows/readTicket.ts', ''],
  ])('%s is found', (_title, path, text) => {
    expect(plant(checkWords, path, text)).toHaveLength(1)
  })

  test.each([
    ['src/telemetry/events.ts', 'export interface Events {}'],
    ['src/connectors/jira/wire.ts', 'export interface Issue {}'],
    ['src/connectors/servicenow/index.ts', 'export function createServiceNowConnector() {}'],
    ['src/flows/receive.ts', 'const issue = 1\nfunction readCase() {}'],
    ['src/mapping/choose.ts', 'export function lowercase() {}\nexport const eventual = 1'],
  ])('words that are at home, inside, or only look alike pass in %s', (path, text) => {
    expect(plant(checkWords, path, text)).toEqual([])
  })

  test('names fall into words however they are written', () => {
    expect(wordsOf('readIOCList')).toEqual(['read', 'ioc', 'list'])
    expect(wordsOf('readIOCs')).toEqual(['read', 'iocs'])
    expect(wordsOf('read-ioc_list')).toEqual(['read', 'ioc', 'list'])
    expect(wordsOf('sha256Hex')).toEqual(['sha256', 'hex'])
    expect(wordsOf('createServiceNowConnector')).toEqual(['create', 'servicenow', 'connector'])
  })

  test('files beside the sources are named in kebab-case too', () => {
    const files = [...listFiles('test'), ...listFiles('rules')].map(file => file.split('/').at(-1))
    expect(files.filter(file => !/^[a-z0-9.-]+$|^README\.md$/.test(file ?? ''))).toEqual([])
  })
})

describe("vendors' words stay with their vendor:", () => {
  test("no name or string speaks a vendor's language outside its folders", () => {
    expect(judgeViolations(checkVendorWords(sources), exceptions.vendorWords)).toEqual([])
  })

  test.each([
    ['sys_id in mapping', 'src/mapping/rules.ts', "export const id = record['sys_id']"],
    ['sysId in the domain', 'src/domain/ticket.ts', 'export interface Ticket { ticketSysId: string }'],
    ['issueKey in a flow', 'src/flows/receive.ts', 'const issueKey = 1'],
    ['issueKey at the door of ServiceNow', 'src/http/secops/reply.ts', 'const issueKey = 1'],
    ['sysparm in Jira', 'src/connectors/jira/client.ts', "const url = '/x?sysparm_limit=1'"],
    ['sysparm in a template', 'src/http/app.ts', `const url = \`/x?sysparm_limit=\${limit}\``],
    ['accountId in the store', 'src/store/links.ts', 'const row = { accountId: 1 }'],
    ['webhookEvent in http', 'src/http/app.ts', 'const event = body.webhookEvent'],
    ['webhookEvent in the ServiceNow sandbox', 'src/sandbox/servicenow/refuse.ts', "const event = 'webhookEvent'"],
    ['run_automation in the outbox', 'src/outbox/worker.ts', 'const body = { run_automation: true }'],
  ])('%s is found', (_title, path, text) => {
    expect(plant(checkVendorWords, path, text)).toHaveLength(1)
  })

  test.each([
    ['src/connectors/servicenow/wire.ts', "const id = record['sys_id']"],
    ['src/sandbox/jira/site.ts', 'const issueKey = 1'],
    ['src/http/secops/reply.ts', "const id = { sys_id: '1' }"],
    ['src/domain/ticket.ts', '/** The sys_id, or the id behind an issueKey. */\nexport type Id = string'],
    ['src/domain/container.ts', 'export interface Container { sourceDataIdentifier: string }'],
  ])('words at home and in comments pass in %s', (path, text) => {
    expect(plant(checkVendorWords, path, text)).toEqual([])
  })
})

import type { ApprovalChange } from '../../src/domain/container-change'
import { emptyContainer } from '../../src/domain/container-snapshot'
import { openDatabase } from '../../src/store/database'
import { saveLink } from '../../src/store/links'
import { buildLink } from '../builders/rows'
import { openBridge, type RunningBridge } from '../support/bridge'
import { createManualClock } from '../support/manual-clock'
import { openTenantKey } from '../support/open-key'
import { createFolder } from '../support/open-store'

const nowhere = 'http://127.0.0.1:9'
const clock = createManualClock()
const minuteMs = 60_000

let bridge: RunningBridge
let viewers: Record<'default' | 'emea', string>

const linkIds = ['1', '2', '3', '4'].map(digit => `0190b2a0-0000-7000-8000-00000000000${digit}`)

function asked(id: string, changes: Partial<ApprovalChange> = {}): ApprovalChange {
  return {
    kind: 'approval',
    containerId: '7',
    id,
    version: { at: 0 },
    name: 'block_sender',
    who: 'ada@acme.example',
    state: 'pending',
    startedAt: clock.now(),
    dueAt: clock.now() + 29.5 * minuteMs,
    closedAt: null,
    ...changes,
  }
}

beforeAll(async () => {
  const folder = createFolder()
  const db = await openDatabase({ file: `${folder}/bridge.db` })
  const ended = { state: 'approved', closedAt: clock.now() } as const
  const ofLinks = [[asked('9'), asked('10', ended)], [], [asked('11', ended)], [asked('12', { dueAt: 0 })]]
  for (const [index, approvals] of ofLinks.entries()) {
    const connection = index === 3 ? 'servicenow' : 'jira'
    const container = { ...emptyContainer(), approvals: Object.fromEntries(approvals.map(one => [one.id, one])) }
    const link = buildLink({ id: linkIds[index] ?? '', connection, ticketId: `${index}`, containerId: '7', container })
    await db.write([saveLink(db.read, link, null)])
  }
  await db.close()
  const setup = { soarUrl: nowhere, soarToken: 'x', jiraUrl: nowhere, servicenowUrl: nowhere }
  bridge = await openBridge({ ...setup, servicenow: { tenant: 'emea' }, folder, clock })
  const view = async (tenant: string) => `Bearer ${await openTenantKey(bridge, tenant, ['bridge.viewer'])}`
  viewers = { default: await view('default'), emea: await view('emea') }
})
afterAll(() => bridge.close())

async function list(query = '', as = viewers.default) {
  const response = await fetch(`${bridge.url}/v1/approvals${query}`, { headers: { Authorization: as } })
  return { status: response.status, body: (await response.json()) as ReturnType<typeof JSON.parse> }
}
const found = async (query?: string, as?: string) =>
  (await list(query, as)).body.items.map(({ id }: { id: string }) => id)

test('an approval is told with its ticket, its container, who is asked, and the minutes left', async () => {
  const { status, body } = await list('?state=pending')
  expect(status).toBe(200)
  expect(body).toEqual({
    items: [
      {
        id: '9',
        linkId: linkIds[0],
        connection: 'jira',
        ticketId: '0',
        ticketKey: 'SEC-1',
        soarConnection: 'soar',
        containerId: '7',
        containerUrl: `${nowhere}/mission/7`,
        name: 'block_sender',
        who: 'ada@acme.example',
        state: 'pending',
        startedAt: new Date(clock.now()).toISOString(),
        dueAt: new Date(clock.now() + 29.5 * minuteMs).toISOString(),
        minutesLeft: 30,
        closedAt: null,
      },
    ],
    next: null,
  })
})

test('what ended stands among them, newest link first, and has no minutes left', async () => {
  expect(await found()).toEqual(['11', '10', '9'])
  expect((await list('?state=approved')).body.items).toMatchObject([
    { id: '11', minutesLeft: null, closedAt: expect.any(String) },
    { id: '10' },
  ])
})

test('pages follow each other, within a link and from link to link', async () => {
  const pages: string[][] = []
  let after = ''
  for (let page = 0; page < 5; page += 1) {
    const { items, next } = (await list(`?limit=1${after}`)).body
    pages.push(items.map(({ id }: { id: string }) => id))
    if (next === null) break
    after = `&after=${next}`
  }
  expect(pages).toEqual([['11'], ['10'], ['9'], []])
  expect(await list(`?after=${Buffer.from('x').toString('base64url')}`)).toMatchObject({
    status: 400,
    body: { code: 'page-unknown' },
  })
})

test('each tenant sees those of its own tickets; one that is overdue has no minutes left', async () => {
  expect(await found('', viewers.emea)).toEqual(['12'])
  expect((await list('', viewers.emea)).body.items[0].minutesLeft).toBe(0)
})

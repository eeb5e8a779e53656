import { openBridge, type RunningBridge, webhookSecret } from '../support/bridge'
import { killCommands, runCommand } from '../support/command-line'
import { openKey } from '../support/open-key'
import { isQuiet } from '../support/read-bridge'
import { openStage, type Stage } from '../support/stage'
import { waitUntil } from '../support/wait-until'

// Each starts processes, which a busy machine does slowly.
jest.setTimeout(120_000)

let stage: Stage

beforeEach(async () => {
  stage = await openStage()
})
afterEach(async () => {
  killCommands()
  await stage.close()
})

const inDatabase = (...args: string[]) => runCommand(args, { folder: stage.bridge.folder })
const overApi = (key: string, ...args: string[]) =>
  runCommand(args, { env: { BRIDGE_URL: stage.bridge.url, BRIDGE_KEY: key } })

const refusal = { name: 'error', status: 400, body: { failed: true, message: 'Refused.' }, method: 'POST' }

/** A ticket whose creation SOAR refuses; answers its key and its dead job. */
async function buryOne(): Promise<{ key: string; job: string }> {
  await waitUntil('SOAR is open', () => stage.events('connection.resumed').some(line => line.connection === 'soar'))
  await stage.soar.scenario({ ...refusal, path: '/rest/container', times: 1 })
  const { key } = await stage.jira.file({ summary: 'Refused once' })
  const dead = () => stage.rows<{ id: string }>("select id from jobs where state = 'dead'")
  await waitUntil('it is dead', () => dead().length === 1)
  return { key, job: dead()[0]?.id ?? '' }
}

describe('links, jobs and receipts', () => {
  it('are told alike through the API of a running server and from the database of a stopped one', async () => {
    const { key } = await stage.jira.file({ summary: 'Beacon to 203.0.113.9' })
    await stage.jira.file({ summary: 'Another' })
    await stage.quiet()
    const viewer = await openKey(stage.bridge, 'bridge.viewer')
    const commands = [
      ['links', 'list'],
      ['links', 'list', '--ticket-key', key, '--connection', 'jira'],
      ['links', 'show', key],
      ['links', 'timeline', key],
      ['receipts', 'list', '--state', 'processed'],
      ['jobs', 'list', '--state', 'confirmed', '--json'],
    ]
    const told: string[] = []
    for (const command of commands) {
      const { code, stdout, stderr } = await overApi(viewer, ...command)
      expect({ command, code, stderr }).toEqual({ command, code: 0, stderr: '' })
      told.push(stdout)
    }
    expect(told.map(text => text.trimEnd().split('\n').length)).toEqual([2, 1, 1, expect.any(Number), 2, 2])
    expect(JSON.parse(told[2] ?? '')).toMatchObject({ ticketKey: key, observables: ['ipv4:203.0.113.9'] })
    const kinds = (told[3] ?? '')
      .trimEnd()
      .split('\n')
      .map(line => JSON.parse(line).kind)
    expect([...new Set(kinds)]).toEqual(expect.arrayContaining(['receipt', 'change', 'job', 'attempt']))

    await stage.bridge.stop()
    for (const [index, command] of commands.entries()) {
      expect({ command, ...(await inDatabase(...command)) }).toMatchObject({ command, code: 0, stdout: told[index] })
    }
  })

  it('say that there is more than was asked for', async () => {
    await stage.jira.file({ summary: 'One' })
    await stage.jira.file({ summary: 'Two' })
    await stage.quiet()
    const viewer = await openKey(stage.bridge, 'bridge.viewer')
    const { stdout, stderr } = await overApi(viewer, 'links', 'list', '--limit', '1')
    expect(stdout.trimEnd().split('\n')).toHaveLength(1)
    expect(stderr).toBe('only the first 1 are shown; --limit takes a higher number\n')
  })

  it('are refused in one sentence each: a held database, an unknown ticket, a wrong key, a missing role', async () => {
    const { job } = await buryOne()
    const viewer = await openKey(stage.bridge, 'bridge.viewer')
    const answers = [
      await inDatabase('links', 'list'),
      await overApi(viewer, 'links', 'show', 'NONE-1'),
      await overApi('sbk_wrong', 'links', 'list'),
      await overApi(viewer, 'jobs', 'replay', job),
    ]
    expect(answers.map(({ code, stdout }) => ({ code, stdout }))).toEqual(Array(4).fill({ code: 1, stdout: '' }))
    expect(answers.map(({ stderr }) => stderr)).toEqual([
      expect.stringMatching(/^error: another process holds the database .*BRIDGE_URL, BRIDGE_KEY\)\n$/),
      'error: no link has the id or the ticket key NONE-1\n',
      'error: credentials are missing or wrong (the key in BRIDGE_KEY)\n',
      'error: this needs another role (the key in BRIDGE_KEY)\n',
    ])
  })
})

describe('soarbridge jobs', () => {
  it('replays a dead job through the API, once', async () => {
    const { job, key } = await buryOne()
    const operator = await openKey(stage.bridge, 'bridge.operator')
    const { code, stdout } = await overApi(operator, 'jobs', 'replay', job, '--json')
    expect(code).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({ id: job, kind: 'create-container' })
    await stage.quiet()
    expect((await stage.containers()).map(({ name }) => name)).toEqual([`${key}: Refused once`])
    const again = await overApi(operator, 'jobs', 'replay', job)
    expect(again).toMatchObject({ code: 1, stderr: expect.stringMatching(/^error: job .* is not dead/) })
  })

  it('replays a dead job in the database of a stopped server, which delivers it after its next start', async () => {
    const { job, key } = await buryOne()
    await stage.bridge.stop()
    expect(await inDatabase('jobs', 'replay', job)).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('waits again'),
    })
    const restarted = await reopen({})
    await waitUntil('it is delivered', () => isQuiet(restarted.folder))
    expect((await stage.containers()).map(({ name }) => name)).toEqual([`${key}: Refused once`])
    await restarted.stop()
  })

  it('discards a dead job', async () => {
    const { job } = await buryOne()
    const operator = await openKey(stage.bridge, 'bridge.operator')
    expect(await overApi(operator, 'jobs', 'discard', job)).toMatchObject({ code: 0 })
    expect(stage.rows('select state from jobs')).toEqual([{ state: 'discarded' }])
  })
})

describe('soarbridge links settle', () => {
  it('decides a field that is held, through the API and in the database, and no other', async () => {
    const { key } = await stage.jira.file({ summary: 'Beacon' })
    await stage.quiet()
    const settle = ['links', 'settle', key, 'severity', '--take', 'ticket']
    const operator = await openKey(stage.bridge, 'bridge.operator')
    expect(await overApi(operator, ...settle)).toMatchObject({ code: 1, stderr: 'error: this field is not held\n' })
    await stage.bridge.stop()
    expect(await inDatabase(...settle)).toMatchObject({ code: 1, stderr: 'error: this field is not held\n' })
    expect(await inDatabase(...settle.slice(0, 4))).toMatchObject({ code: 2 })
  })
})

describe('soarbridge links join and part', () => {
  it('give a ticket the container of another one, and its own again', async () => {
    const first = await stage.jira.file({ summary: 'Beacon' })
    const second = await stage.jira.file({ summary: 'The same' })
    await stage.quiet()
    const operator = await openKey(stage.bridge, 'bridge.operator')
    const join = ['links', 'join', second.key, '--to', first.key]
    expect(await overApi(operator, ...join, '--to-container', '1')).toMatchObject({ code: 2 })
    expect(await overApi(operator, 'links', 'join', second.key)).toMatchObject({ code: 2 })
    expect(await overApi(operator, ...join)).toMatchObject({ code: 0, stdout: `${second.key} is joined soon\n` })
    await stage.quiet()
    const listed = await overApi(operator, 'links', 'list', '--json')
    const links = listed.stdout
      .trim()
      .split('\n')
      .map(line => JSON.parse(line))
    expect(links.map(({ containerId, role }) => [containerId, role])).toEqual([
      ['1', 'secondary'],
      ['1', 'primary'],
    ])
    await stage.bridge.stop()
    expect(await inDatabase('links', 'part', first.key)).toMatchObject({ code: 1 })
    expect(await inDatabase('links', 'part', second.key)).toMatchObject({ code: 0 })
    expect(stage.rows("select state from receipts where event = 'bridge:join' order by id")).toEqual([
      { state: 'processed' },
      { state: 'pending' },
    ])
  })
})

describe('soarbridge links rename-connection', () => {
  it('is refused until the configuration has the new name and not the old one', async () => {
    await stage.jira.file({ summary: 'Beacon' })
    await stage.quiet()
    await stage.bridge.stop()
    const { code, stderr } = await inDatabase('links', 'rename-connection', 'jira', 'jira-emea')
    expect(code).toBe(1)
    expect(stderr).toBe('error: the configuration still has a ticket connection called jira; rename it there first\n')
  })

  it('lets a renamed connection go on with its containers, under the identifiers they have', async () => {
    const { key, id } = await stage.jira.file({ summary: 'Beacon' })
    await stage.quiet()
    await stage.bridge.stop()
    // The server refuses the new name until its links are renamed, and leaves the configuration that it was started with.
    await expect(reopen({ name: 'jira-emea' })).rejects.toThrow(/no ticket connection called jira,/)
    const renamed = await inDatabase('links', 'rename-connection', 'jira', 'jira-emea')
    expect(renamed).toMatchObject({ code: 0, stdout: '1 links of jira belong to jira-emea now\n' })

    const bridge = await reopen({ name: 'jira-emea' })
    const url = `${bridge.url}/webhooks/jira/jira-emea`
    const webhook = { name: 'bridge', url, events: ['jira:issue_updated'], secret: webhookSecret }
    await stage.jira.call('POST', '/rest/webhooks/1.0/webhook', webhook)
    await stage.jira.call('PUT', `/rest/api/2/issue/${key}`, { fields: { summary: 'Beacon, found' } })
    await stage.jira.idle()
    await waitUntil('it is delivered', async () => (await stage.containers())[0]?.name === `${key}: Beacon, found`)
    expect(await stage.containers()).toHaveLength(1)
    expect((await stage.containers())[0]?.source_data_identifier).toBe(`soarbridge:jira:${id}`)
    await bridge.stop()
  })
})

/** The same folder, started anew. */
function reopen(jira: Record<string, unknown>): Promise<RunningBridge> {
  return openBridge({
    folder: stage.bridge.folder,
    soarUrl: stage.soar.url,
    soarToken: stage.soar.token,
    jiraUrl: stage.jira.url,
    jira: { ...stage.jira.connection, ...jira },
    servicenowUrl: stage.servicenow.url,
    servicenowAuth: stage.servicenow.auth,
  })
}

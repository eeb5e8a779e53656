import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { readReference } from '../../support/reference-document'
import {
  completeAskingScript,
  completeClassifying,
  completeIngestScript,
  completeRows,
  cutLines,
} from '../../support/reference-script'
import { hasCurl, hasPython, runPython, runShell } from '../../support/run-program'
import { type OpenedSoar, openSoar } from '../../support/soar-sandbox'

jest.setTimeout(60_000)

const document = readReference('001') ?? ''
const describeHere = document === '' ? describe.skip : describe
const describePython = document !== '' && hasPython() ? describe : describe.skip
const describeCurl = document !== '' && hasCurl() ? describe : describe.skip

const printedToken = /AUTH_TOKEN = "([^"]+)"/.exec(document)?.[1] ?? ''
const label = { username: 'automation', type: 'automation', default_label: 'events', token: printedToken } as const

/** What the sandbox holds: each container with the artifacts it has. */
async function contentOf(soar: OpenedSoar) {
  const { containers, artifacts } = await readState(soar)
  return containers.map(({ id, name, source_data_identifier }) => ({
    name,
    source_data_identifier,
    artifacts: artifacts.filter(({ container }) => container === id).map(artifact => artifact.name),
  }))
}

/** Over HTTP: that of a test does not know the sandbox's certificate. */
async function readState(soar: OpenedSoar): Promise<Record<'containers' | 'artifacts', Record<string, unknown>[]>> {
  const [line = ''] = await runShell(`curl -sk ${soar.url}/_sandbox/state`)
  return JSON.parse(line)
}

describePython('the Python script of document 001', () => {
  let soar: OpenedSoar
  let folder: string
  beforeEach(async () => {
    soar = await openSoar({ tls: true, token: printedToken, users: [label] })
    folder = mkdtempSync(path.join(tmpdir(), 'soarbridge-'))
  })
  afterEach(async () => {
    rmSync(folder, { recursive: true })
    await soar.close()
  })

  const server = () => new URL(soar.url).host
  const fileOf = (which: 'first' | 'second'): string => {
    const file = path.join(folder, 'example.csv')
    writeFileSync(file, completeRows(document, which))
    return file
  }
  const container = (comment: string, id: string, ...more: string[]) => ({
    name: `${comment} (${id})`,
    source_data_identifier: id,
    artifacts: [comment, ...more].map(name => `artifact for ${name}`),
  })

  it('makes one container with one artifact of each line', async () => {
    const printed = await runPython(completeIngestScript(document, server()), fileOf('first'))
    expect(printed).toEqual([1, 2, 3, 4].map(id => `added container ${id}`))
    expect(await contentOf(soar)).toEqual([
      container('hack attempt', '12387'),
      container('normal operation', '87492'),
      container('bad certificate', '19'),
      container('http vpn', '7373642'),
    ])
    const { containers, artifacts } = await readState(soar)
    expect(containers[0]).toMatchObject({ description: 'Test container added via REST API call', label: 'events' })
    expect(artifacts[0]).toMatchObject({
      label: 'event',
      cef: { sourceAddress: '10.0.0.1', sourcePort: '22', hash: expect.stringMatching(/^dc4c065/) },
      data: { score: '99', comment: 'hack attempt', sourceAddress: '10.0.0.1' },
    })
  })

  it('is told of indicators that come twice, and loses their second lines', async () => {
    const printed = await runPython(completeIngestScript(document, server()), fileOf('second'))
    expect(printed.filter(line => line.startsWith('added'))).toHaveLength(4)
    expect(printed.filter(line => line.startsWith('error 400 duplicate'))).toHaveLength(2)
    expect(await contentOf(soar)).toHaveLength(4)
  })

  it('keeps one container an indicator where it asks first, with an artifact of each line', async () => {
    await runPython(completeAskingScript(document, server()), fileOf('second'))
    const content = await contentOf(soar)
    expect(content).toHaveLength(4)
    expect(content.flatMap(({ artifacts }) => artifacts)).toHaveLength(6)
    expect(content.filter(({ artifacts }) => artifacts.length === 2)).toHaveLength(2)
    expect(content.find(({ source_data_identifier: id }) => id === '19')).toEqual(container('bad certificate', '19'))
  })

  it('sets severity and sensitivity by what a line says', async () => {
    const program = [
      'import csv, json, sys, requests',
      'requests.packages.urllib3.disable_warnings()',
      completeClassifying(document),
      `headers = {'ph-auth-token': '${printedToken}'}`,
      'for row in list(csv.reader(open(sys.argv[1], newline="")))[1:]:',
      "  body = json.dumps({**classify(row), 'name': row[4]})",
      `  print(requests.post('${soar.url}/rest/container', data=body, headers=headers, verify=False).json()['success'])`,
    ]
    expect(await runPython(program.join('\n'), fileOf('second'))).toEqual(Array(6).fill('True'))
    const { containers } = await readState(soar)
    const said = Object.fromEntries(containers.map(({ name, ...of }) => [name, `${of.severity}, ${of.sensitivity}`]))
    expect(said).toEqual({
      'hack attempt': 'high, green',
      'normal operation': 'low, green',
      'bad certificate': 'low, green',
      'http vpn': 'low, amber',
      'data exfiltration': 'high, red',
      'authorized access': 'low, green',
    })
  })

  it('deletes with the name and password that requests.get shows', async () => {
    expect(document).toContain("auth=('admin', 'password')")
    await runPython(completeIngestScript(document, server()), fileOf('first'))
    const ask = (verb: string, auth: string) =>
      `print(requests.${verb}('${soar.url}/rest/container/1', ${auth}, verify=False).status_code)`
    const program = [
      'import requests',
      'requests.packages.urllib3.disable_warnings()',
      ask('delete', `auth=('', '${printedToken}')`),
      ask('get', "auth=('soar_local_admin', 'password')"),
      ask('delete', "auth=('soar_local_admin', 'password')"),
      ask('get', `auth=('', '${printedToken}')`),
    ]
    expect(await runPython(program.join('\n'))).toEqual(['403', '200', '200', '404'])
  })
})

describeCurl('the curl commands of document 001', () => {
  let soar: OpenedSoar
  beforeEach(async () => {
    soar = await openSoar({ tls: true, token: printedToken, users: [label] })
  })
  afterEach(() => soar.close())

  it.each([
    ['username:password', 'soar_local_admin:password'],
    [':authToken', `:${printedToken}`],
  ])('sign in as %s, in an option and in the address', async (printed, real) => {
    expect(document).toContain(`curl -u "${printed}"`)
    const address = `${soar.url}/rest/container`
    const [user = '', secret = ''] = real.split(':')
    const inAddress = address.replace('https://', `https://${user}:${encodeURIComponent(secret)}@`)
    for (const command of [`curl -sk -u "${real}" ${address}`, `curl -sk "${inAddress}"`]) {
      expect(JSON.parse((await runShell(command)).join(''))).toEqual({ count: 0, num_pages: 0, data: [] })
    }
    const wrong = JSON.parse((await runShell(`curl -sk -u "${user}:wrong" ${address}`)).join(''))
    expect(wrong).toMatchObject({ failed: true, message: expect.any(String) })
  })
})

describeHere('automation as document 001 tells it', () => {
  let soar: OpenedSoar
  beforeEach(async () => {
    soar = await openSoar()
  })
  afterEach(() => soar.close())
  const triggers = async () => (await soar.effects()).filter(effect => effect === 'automation.triggered').length

  it('starts once where all artifacts but the last say no', async () => {
    expect(cutLines(document, 'for artifact in artifacts[:-1]:', 'The "run_automation" flag')).toHaveLength(3)
    const { body } = await soar.post('/rest/container', { name: 'c', label: 'events' })
    expect(await triggers()).toBe(0)
    for (const quiet of [{ run_automation: false }, { run_automation: false }, {}])
      await soar.post('/rest/artifact', { container_id: body.id, name: `a${await triggers()}`, data: quiet, ...quiet })
    expect(await triggers()).toBe(1)
  })

  it('starts with a container only where it is asked for', async () => {
    await soar.post('/rest/container', { name: 'c', label: 'events', run_automation: true })
    expect(await triggers()).toBe(1)
  })
})

import { type CurlRequest, readCurlCommands } from '../../../support/printed-curl'
import { compareShapes, readPrintedAnswers, readReference } from '../../../support/reference-document'
import { type AdministeredSoar, basic, openAdministeredSoar } from '../../../support/soar-administrator'

const users = readReference('002')
const training = readReference('000')
const describeWhere = (isThere: boolean) => (isThere ? describe : describe.skip)

/** A system with the roles that the document names by number, and its administrator's password. */
function openAsPrinted(): Promise<AdministeredSoar> {
  return openAdministeredSoar({
    roles: Array.from({ length: 17 }, (_, index) => ({ name: `Role ${index + 7}` })),
    users: [
      { username: 'soar_local_admin', password: 'changeme', roles: ['Administrator'] },
      { username: '<username>', password: '<password>', roles: ['Administrator'] },
    ],
  })
}

describeWhere(users !== null)('the examples of REST User', () => {
  const printed = readPrintedAnswers(users ?? '')
  const commands = readCurlCommands(users ?? '')
  let soar: AdministeredSoar
  beforeEach(async () => {
    soar = await openAsPrinted()
  })
  afterEach(() => soar.close())

  const send = ({ method, path, user, password, body }: CurlRequest, address = path) =>
    soar.send(method, address, { headers: basic(user, password), ...(body === undefined ? {} : { body }) })
  const run = (index: number, address?: string) => {
    const command = commands[index]
    if (command === undefined) throw new Error(`the document prints fewer than ${index + 1} commands`)
    return send(command, address)
  }

  it('are eight requests and five answers', () => {
    expect(commands.map(({ method, path }) => `${method} ${path}`)).toEqual([
      'POST /rest/ph_user',
      'POST /rest/ph_user',
      'POST /rest/ph_user',
      'GET /rest/ph_user',
      'GET /rest/ph_user/1',
      'POST /rest/ph_user/1',
      'DELETE /rest/ph_user/1',
      'GET /rest/ph_user/<userid>/token',
    ])
    expect(printed).toHaveLength(5)
  })

  it.each([
    ['standard', 0, { type: 'normal', title: 'Automation Engineer', roles: ['Role 8', 'Role 14', 'Role 23'] }],
    ['automation', 1, { type: 'automation', allowed_ips: ['10.10.0.0/16'], roles: ['Automation'] }],
    ['LDAP', 2, { type: 'ldap', time_zone: 'US/Pacific', roles: ['Role 8', 'Role 14', 'Role 23'] }],
  ])('create a user: %s', async (_, index, record) => {
    const { status, body } = await run(index)
    expect([status, compareShapes(printed[0], body)]).toEqual([200, []])
    expect((await soar.get(`/rest/ph_user/${body.id}`)).body).toMatchObject(record)
  })

  it('list users', async () => {
    const { status, body } = await run(3)
    expect([status, compareShapes(printed[1], body)]).toEqual([200, []])
    // The second one printed is an automation user, which the text leaves out of plain lists and this list shows when asked.
    const all = (await run(3, '/rest/ph_user?_filter_type__in=["normal", "automation"]')).body
    const [, printedBot] = (printed[1] as { data: unknown[] }).data
    const bot = all.data.find(({ type }: { type: string }) => type === 'automation')
    expect(compareShapes(printedBot, bot)).toEqual([])
    expect((await run(3, '/rest/ph_user?include_automation')).body.count).toBe(all.count)
  })

  it('read one user', async () => {
    const { status, body } = await run(4)
    expect([status, compareShapes(printed[2], body)]).toEqual([200, []])
  })

  it('add and remove roles', async () => {
    await soar.as(basic('<username>', '<password>')).post('/rest/ph_user/1', { roles: [1, 8, 14] })
    expect((await run(5)).body).toEqual({ id: 1, success: true })
    expect((await soar.get('/rest/ph_user/1')).body.roles).toEqual(['Administrator', 'Observer'])
  })

  it('delete a user', async () => {
    const { status, body } = await run(6)
    expect([status, body]).toEqual([200, printed[3]])
  })

  it('read a token', async () => {
    const { status, body } = await run(7, '/rest/ph_user/2/token')
    expect([status, compareShapes(printed[4], body)]).toEqual([200, []])
    expect(body).toMatchObject({ allowed_ips: ['any'], expires_on: '1970-01-01T00:00:00.000000' })
  })
})

describeWhere(training !== null)('the examples of the training page', () => {
  const [command] = readCurlCommands(training ?? '')
  let soar: AdministeredSoar
  beforeEach(async () => {
    soar = await openAdministeredSoar({ token: '<your_token>', trainingDialect: true })
    for (let count = 0; count < 3; count += 1) await soar.post('/rest/container', { name: 'c', label: 'events' })
  })
  afterEach(() => soar.close())

  const bearer = { authorization: 'Bearer <your_token>' }

  it('read containers with a bearer token', async () => {
    const { Authorization: authorization = '' } = command?.headers ?? {}
    expect(authorization).toBe(bearer.authorization)
    const { status, body } = await soar.send(command?.method ?? '', command?.path ?? '', { headers: { authorization } })
    expect([status, body.length]).toEqual([200, 3])
  })

  it('loop through pages until one is empty', async () => {
    expect(training).toContain('/rest/container?page={page}&page_size=100')
    const read = async (page: number) => (await soar.as(bearer).get(`/rest/container?page=${page}&page_size=2`)).body
    const containers: unknown[] = []
    let data = await read(0)
    for (let page = 1; data.length > 0; page += 1) {
      containers.push(...data)
      data = await read(page)
    }
    expect(containers).toHaveLength(3)
  })

  it('read version, status and uptime', async () => {
    expect(training).toContain('Get system metadata like version, status, uptime')
    expect((await soar.as(bearer).get('/rest/system_info')).body).toMatchObject({
      version: '8.5.0.248',
      status: 'running',
      uptime: expect.any(Number),
      base_url: soar.url,
    })
  })

  it('tell a missing token and a missing right apart', async () => {
    for (const code of ['401 Unauthorized', '403 Forbidden']) expect(training).toContain(code)
    expect((await soar.as({ authorization: 'Bearer wrong' }).get('/rest/container')).status).toBe(401)
    expect((await soar.as(bearer).delete('/rest/container/1')).status).toBe(403)
  })
})

describe('without the training dialect', () => {
  it('lists keep their envelope and end in a failure', async () => {
    const soar = await openAdministeredSoar()
    expect((await soar.get('/rest/container')).body).toEqual({ count: 0, num_pages: 0, data: [] })
    expect((await soar.get('/rest/container?page=1')).body.failed).toBe(true)
    expect((await soar.get('/rest/system_info')).body).not.toHaveProperty('uptime')
    await soar.close()
  })
})

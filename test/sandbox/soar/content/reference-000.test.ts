import { readReference } from '../../../support/reference-document'
import { cutLines } from '../../../support/reference-script'
import { hasCurl, hasPython, runPython, runShell } from '../../../support/run-program'
import { type OpenedSoar, openSoar } from '../../../support/soar-sandbox'

jest.setTimeout(60_000)

const document = readReference('000') ?? ''
const describePython = document !== '' && hasPython() ? describe : describe.skip
const describeCurl = document !== '' && hasCurl() ? describe : describe.skip

let soar: OpenedSoar
beforeEach(async () => {
  soar = await openSoar({ trainingDialect: true })
  const many = Array.from({ length: 103 }, (_, place) => ({ name: `c${place}`, label: 'events' }))
  await soar.post('/rest/container', many)
})
afterEach(() => soar.close())

const headers = () => `headers = {'Authorization': 'Bearer ${soar.token}', 'Content-Type': 'application/json'}`
/** The printed lines, with our address instead of the example's. */
const printed = (first: string, end: string) =>
  cutLines(document, first, end).join('\n').replaceAll('https://soar.company.com', soar.url)

describePython('the Python examples of document 000, in the training dialect', () => {
  it('read containers with a Bearer token', async () => {
    const program = [
      'import requests',
      headers(),
      printed('response = requests.get(', '7. Real-World'),
      'print(response.status_code)',
    ]
    expect((await runPython(program.join('\n'))).at(-1)).toBe('200')
  })

  it('read page after page until one is empty', async () => {
    const loop = printed('containers = []', '3. Rate Limiting')
    const program = ['import requests', `base_url = '${soar.url}'`, headers(), loop, 'print(len(containers))']
    expect(await runPython(program.join('\n'))).toEqual(['103'])
  })

  it('tell what went wrong', async () => {
    const attempt = printed('try:', 'Benefits:')
    const good = await runPython(['import requests', headers(), attempt, 'print(len(containers))'].join('\n'))
    expect(good).toEqual(['10'])
    const bad = await runPython(['import requests', "headers = {'Authorization': 'Bearer x'}", attempt].join('\n'))
    expect(bad[0]).toMatch(/^HTTP error occurred: 401/)
  })
})

describeCurl('the curl example of document 000', () => {
  it('gets containers', async () => {
    const command = printed('curl -X GET', 'Python + requests').replace('<your_token>', soar.token)
    const containers = JSON.parse((await runShell(command.replace('curl', 'curl -s'))).join('')) as unknown[]
    expect(containers).toHaveLength(10)
  })
})

describe('the page that document 000 prints', () => {
  it('is there in the real dialect too, in its envelope', async () => {
    await soar.close()
    soar = await openSoar()
    await soar.post('/rest/container', { name: 'c', label: 'events' })
    expect((await soar.get('/rest/container?page=0&page_size=100')).body).toMatchObject({
      count: 1,
      num_pages: 1,
      data: [{ id: 1, name: 'c' }],
    })
    expect((await soar.get('/rest/artifact')).body).toEqual({ count: 0, num_pages: 0, data: [] })
  })
})

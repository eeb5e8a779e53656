import { type OpenedSoar, openSoar } from '../../support/soar-sandbox'

let soar: OpenedSoar

beforeEach(async () => {
  soar = await openSoar()
})
afterEach(() => soar.close())

describe('the page of a container', () => {
  it('shows the container and its artifacts to whoever opens it', async () => {
    const cef = { sourceAddress: '203.0.113.9' }
    const { body } = await soar.post('/rest/container', {
      name: 'Beacon',
      label: 'events',
      artifacts: [{ name: 'a', cef }],
    })
    const page = await fetch(`${soar.url}/mission/${body.id}`)
    expect(page.headers.get('content-type')).toContain('text/html')
    const text = await page.text()
    expect(text).toContain(`Container ${body.id}: Beacon`)
    expect(text).toContain('<th>sourceAddress</th><td>203.0.113.9</td>')
  })

  it('shows what tickets say as text', async () => {
    const { body } = await soar.post('/rest/container', { name: '<script>alert(1)</script>', label: 'events' })
    const text = await (await fetch(`${soar.url}/mission/${body.id}`)).text()
    expect(text).not.toContain('<script>')
    expect(text).toContain('&lt;script&gt;')
  })

  it('is 404 for a container that is not there', async () => {
    expect((await fetch(`${soar.url}/mission/99`)).status).toBe(404)
  })
})

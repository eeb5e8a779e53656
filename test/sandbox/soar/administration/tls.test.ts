import { X509Certificate } from 'node:crypto'
import { request } from 'node:https'
import { createHttpClient } from '../../../../src/connectors/http-client'
import type { SoarSandboxOptions } from '../../../../src/sandbox/soar/options'
import { type SoarSandbox, startSoarSandbox } from '../../../../src/sandbox/soar/server'
import { createManualClock } from '../../../support/manual-clock'
import { loopbackCertificate, otherCertificate } from '../../../support/test-certificates'

describe('the SOAR sandbox over TLS', () => {
  let soar: SoarSandbox
  afterEach(() => soar.close())

  const start = async (options: SoarSandboxOptions = {}) => {
    soar = await startSoarSandbox({ tls: true, ...options })
    return soar
  }

  /** The status, or why there is none. */
  const ask = (ca: string | undefined, host: string) =>
    new Promise<number | string | undefined>(resolve => {
      const url = new URL('/rest/version', soar.url)
      url.hostname = host
      const options = { ...(ca !== undefined && { ca }), auth: `:${soar.token}`, agent: false }
      request(url, options, response => {
        response.resume()
        resolve(response.statusCode)
      })
        .on('error', error => resolve((error as NodeJS.ErrnoException).code))
        .end()
    })

  it('is trusted with its own certificate as the CA, under its address and its name', async () => {
    await start()
    expect(soar.url).toMatch(/^https:\/\/127\.0\.0\.1:\d+$/)
    expect(await ask(soar.ca, '127.0.0.1')).toBe(200)
    expect(await ask(soar.ca, 'localhost')).toBe(200)
  })

  it('is not trusted without it, nor with another', async () => {
    await start()
    expect(await ask(undefined, '127.0.0.1')).toMatch(/SELF_SIGNED|UNABLE_TO_VERIFY/)
    expect(await ask(otherCertificate.cert, '127.0.0.1')).toMatch(/SELF_SIGNED|UNABLE_TO_VERIFY|SIGNATURE/)
  })

  it('answers the hardened client, and its own address is one of TLS', async () => {
    await start()
    const tls = { ca: soar.ca ?? '' }
    const headers = (): Record<string, string> => ({ 'ph-auth-token': soar.token })
    const client = createHttpClient({ baseUrl: soar.url, headers, tls, clock: createManualClock() })
    const { body } = await client.send({ method: 'GET', path: '/rest/system_info' })
    expect(body).toEqual({ base_url: soar.url, time_zone: 'UTC' })
  })

  it('makes a certificate that is its own authority, for a year, new at each start', async () => {
    const first = new X509Certificate((await start({ host: '127.0.0.1' })).ca ?? '')
    expect(first.checkIssued(first)).toBe(true)
    expect(first.verify(first.publicKey)).toBe(true)
    expect(first.ca).toBe(true)
    expect(first.subjectAltName).toBe('IP Address:127.0.0.1, IP Address:0:0:0:0:0:0:0:1, DNS:localhost')
    expect(Date.parse(first.validFrom)).toBeLessThan(Date.now())
    expect(Date.parse(first.validTo)).toBeGreaterThan(Date.now() + 300 * 86_400_000)
    await soar.close()
    expect((await start()).ca).not.toBe(first.toString())
  })

  it('takes a certificate that it is given', async () => {
    await start({ tls: loopbackCertificate })
    expect(soar.ca).toBe(loopbackCertificate.cert)
    expect(await ask(loopbackCertificate.cert, 'localhost')).toBe(200)
  })

  it('is plain without the switch', async () => {
    soar = await startSoarSandbox()
    expect(soar.url).toMatch(/^http:/)
    expect(soar.ca).toBeUndefined()
  })
})

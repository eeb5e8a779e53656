import type { SoarSandboxOptions } from '../../src/sandbox/soar/options'
import { type Answer, type OpenedSoar, openSoar } from './soar-sandbox'

/** A SOAR sandbox and somebody in it who may do everything, beside the token that `soar` itself uses. */
export interface AdministeredSoar extends OpenedSoar {
  admin: Session
  /** As somebody else. */
  as(headers: Record<string, string>): Session
}

export interface Session {
  get(path: string): Promise<Answer>
  post(path: string, body: unknown): Promise<Answer>
  delete(path: string): Promise<Answer>
}

export async function openAdministeredSoar(options: SoarSandboxOptions = {}): Promise<AdministeredSoar> {
  const soar = await openSoar(options)
  const as = (headers: Record<string, string>): Session => ({
    get: path => soar.send('GET', path, { headers }),
    post: (path, body) => soar.send('POST', path, { headers, body }),
    delete: path => soar.send('DELETE', path, { headers }),
  })
  return { ...soar, as, admin: as(basic('soar_local_admin', 'password')) }
}

export function basic(user: string, password: string): Record<string, string> {
  return { authorization: `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}` }
}

export function byToken(token: string): Record<string, string> {
  return { 'ph-auth-token': token }
}

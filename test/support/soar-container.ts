import type { SoarSandboxOptions } from '../../src/sandbox/soar/options'
import { type Answer, type OpenedSoar, openSoar } from './soar-sandbox'

/** As which a person signs in, who may delete. */
export const adminHeaders = { authorization: `Basic ${btoa('soar_local_admin:password')}` }

/** A SOAR with two containers, and an artifact in the first. */
export async function openFilledSoar(options: SoarSandboxOptions = {}): Promise<OpenedSoar> {
  const soar = await openSoar(options)
  await soar.post('/rest/container', { name: 'one', label: 'events', source_data_identifier: 'one' })
  await soar.post('/rest/container', { name: 'two', label: 'events', source_data_identifier: 'two' })
  await soar.post('/rest/artifact', { container_id: 1, name: 'a', cef: { sourceAddress: '1.1.1.1' } })
  return soar
}

export function deleteAsAdmin(soar: OpenedSoar, path: string): Promise<Answer> {
  return soar.send('DELETE', path, { headers: adminHeaders })
}

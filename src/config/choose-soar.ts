import { BridgeError } from '../errors'
import type { SoarConnectionConfig } from './connections'

/** The SOAR of that name, or the only one. Raises `invalid` where there is none, or a name is needed. */
export function chooseSoar(
  { soar }: { readonly soar: readonly SoarConnectionConfig[] },
  connection: string | undefined,
): SoarConnectionConfig {
  const names = soar.map(({ name }) => name).join(', ')
  const [only, ...others] = soar.filter(({ name }) => connection === undefined || name === connection)
  if (only !== undefined && others.length === 0) return only
  const says =
    connection === undefined
      ? `the configuration has ${soar.length === 0 ? 'no SOAR' : `several SOARs (${names}): name one with --connection`}`
      : `the configuration has no SOAR called ${connection}, only ${names}`
  throw new BridgeError('invalid', says, { code: 'connection-unknown' })
}

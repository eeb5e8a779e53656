import type { Exchange } from '../../src/connectors/connector'
import {
  type AdministrationApi,
  createAdministrationApi,
} from '../../src/connectors/soar/administration/administration-api'
import type { SoarSandboxOptions } from '../../src/sandbox/soar/options'
import { type AdministeredSoar, openAdministeredSoar } from './soar-administrator'
import { callSoar } from './soar-call'

/** The client on both sides of a sandbox's desk, and what it wrote down. */
export interface ClientStage {
  soar: AdministeredSoar
  /** As an administrator with a password. */
  admin: AdministrationApi
  /** With the token of the automation user. */
  bot: AdministrationApi
  exchanges: Exchange[]
}

export async function openClientStage(options: SoarSandboxOptions = {}): Promise<ClientStage> {
  const soar = await openAdministeredSoar(options)
  const exchanges: Exchange[] = []
  const user = { user: 'soar_local_admin', password: 'password' }
  return {
    soar,
    exchanges,
    admin: createAdministrationApi(callSoar({ url: soar.url, user, exchanges })),
    bot: createAdministrationApi(callSoar({ url: soar.url, token: soar.token, exchanges })),
  }
}

import { type Command, Option } from 'commander'
import type { StoredKey } from '../access/authenticate-key'
import { anyAddress, isAddressRange } from '../access/ip-allow-list'
import { createKeyToken } from '../access/key-token'
import type { Clock } from '../domain/clock'
import { type Role, roles } from '../domain/role'
import { BridgeError, isBridgeError } from '../errors'
import { configOption, createCommand, type Defaults, gather, jsonOption, wholeNumber } from './arguments'
import type { Screen } from './screen'

export type NewKey = StoredKey & { createdAt: number }

export interface KeyParts {
  screen: Screen
  defaults: Defaults
  clock: Pick<Clock, 'now'>
  /** Opens the database itself, so that the first key is made before the first start. */
  storeKey(configFile: string, key: NewKey): Promise<void>
}

interface Options extends KeyWish {
  config: string
  json: boolean
}

const dayMs = 86_400_000

/** `soarbridge key create`: the key is shown once; only its digest is kept. */
export function createKeyCommand(parts: KeyParts): Command {
  const create = createCommand('create', {
    summary: 'make an API key, before the server starts; it is shown once',
    example: 'soarbridge key create --config bridge.yaml --name admin --role bridge.admin --json',
  })
    .addOption(configOption(parts.defaults))
    .requiredOption('--name <name>', 'who or what it is for')
    .addOption(
      new Option('--role <role>', `what it may, several times for several: ${roles.join(', ')}`)
        .argParser(gather(isRole, `one of ${roles.join(', ')}`))
        .makeOptionMandatory(),
    )
    .option(
      '--allow-ip <cidr>',
      'where it may come from, several times for several',
      gather(isRange, 'an address or range'),
    )
    .option('--expires-days <n>', 'days until it ends by itself', wholeNumber({ min: 1, max: 3650 }))
    .option('--tenant <name>', 'whose tickets it sees', 'default')
    .addOption(jsonOption())
    .action((options: Options) => createKey(parts, options))
  return createCommand('key', {
    summary: 'API keys',
    example: 'soarbridge key create --name viewer --role bridge.viewer',
  }).addCommand(create)
}

async function createKey({ screen, clock, storeKey }: KeyParts, options: Options): Promise<void> {
  const { token, key } = mintKey(options, clock.now())
  await storeKey(options.config, key).catch(adviseOnLock)
  if (options.allowIp === undefined) screen.note('no --allow-ip was given: this key is good from any address')
  const { id, name, roles: held, tenant, allowIps, expiresAt } = key
  if (options.json) {
    const expires = expiresAt === null ? {} : { expiresAt: new Date(expiresAt).toISOString() }
    return screen.say(JSON.stringify({ key: token, id, name, roles: held, allowIps, tenant, ...expires }))
  }
  screen.note(`the key of ${name} (${held.join(', ')}), id ${id}; it is shown this once:`)
  screen.say(token)
}

export interface KeyWish {
  name: string
  role: readonly Role[]
  tenant: string
  allowIp?: readonly string[]
  expiresDays?: number
}

/** A new token, and what is kept of it. */
export function mintKey({ name, role, tenant, ...wish }: KeyWish, now: number): { token: string; key: NewKey } {
  const { token, id, digest } = createKeyToken()
  const key: NewKey = {
    id,
    name,
    digest,
    roles: [...new Set(role)],
    tenant,
    allowIps: wish.allowIp ?? [anyAddress],
    createdAt: now,
    expiresAt: wish.expiresDays === undefined ? null : now + wish.expiresDays * dayMs,
    revokedAt: null,
    lastUsedAt: null,
  }
  return { token, key }
}

/** There is no way around a running server here: its API makes no keys. */
function adviseOnLock(error: unknown): never {
  if (!isBridgeError(error) || error.code !== 'database-locked') throw error
  const message = 'a server holds the database: stop it first, or make keys before its start'
  throw new BridgeError('conflict', message, { code: error.code, cause: error })
}

function isRole(text: string): text is Role {
  return roles.some(role => role === text)
}

function isRange(text: string): text is string {
  return isAddressRange(text)
}

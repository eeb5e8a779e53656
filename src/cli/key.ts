import type { Command } from 'commander'
import { anyAddress, isAddressRange } from '../access/ip-allow-list'
import type { KeyView, ShownKey } from '../access/key-view'
import type { Clock } from '../domain/clock'
import type { Role } from '../domain/role'
import { type AccountsParts, withAccounts } from './accounts'
import {
  configOption,
  createCommand,
  gather,
  jsonOption,
  limitOption,
  roleOption,
  tenantOption,
  wholeNumber,
} from './arguments'
import { collectPages } from './collect-pages'
import type { Screen } from './screen'
import { type Column, printable, showItems } from './table'

export interface KeyParts extends AccountsParts {
  clock: Pick<Clock, 'now'>
}

interface Options {
  config: string
  json: boolean
  limit: number
}

interface NewKeyOptions extends Options {
  name: string
  role: readonly Role[]
  tenant?: string
  allowIp?: readonly string[]
  expiresDays?: number
}

const dayMs = 86_400_000

const columns: Column<KeyView>[] = [
  { title: 'ID', value: key => key.id },
  { title: 'NAME', value: key => key.name },
  { title: 'ROLES', value: key => key.roles.join(' ') },
  { title: 'TENANT', value: key => key.tenant },
  { title: 'FROM', value: key => key.allowIps.join(' ') || 'nowhere' },
  { title: 'LAST USED', value: key => key.lastUsedAt },
  { title: 'ENDS', value: key => (key.revokedAt === null ? key.expiresAt : `revoked ${key.revokedAt}`) },
]

/** `soarbridge key …`: a key is shown once; only its digest is kept. */
export function createKeyCommand(parts: KeyParts): Command {
  return createCommand('key', {
    summary: 'API keys',
    example: 'soarbridge key create --name viewer --role bridge.viewer',
  })
    .addCommand(createCreate(parts))
    .addCommand(createList(parts))
    .addCommand(createRotate(parts))
    .addCommand(createRevoke(parts))
}

function createCreate({ screen, defaults, clock, openAccounts }: KeyParts): Command {
  return createCommand('create', {
    summary: 'make an API key; it is shown once',
    example: 'soarbridge key create --config bridge.yaml --name admin --role bridge.admin --json',
  })
    .addOption(configOption(defaults))
    .requiredOption('--name <name>', 'who or what it is for')
    .addOption(roleOption())
    .option(
      '--allow-ip <cidr>',
      'where it may come from, several times for several',
      gather(isRange, 'an address or range'),
    )
    .option('--expires-days <n>', 'days until it ends by itself', wholeNumber({ min: 1, max: 3650 }))
    .addOption(tenantOption())
    .addOption(jsonOption())
    .action(async ({ config, json, name, role, tenant, allowIp, expiresDays }: NewKeyOptions) => {
      const wish = {
        name,
        roles: [...new Set(role)],
        allowIps: allowIp ?? [anyAddress],
        ...(tenant !== undefined && { tenant }),
        ...(expiresDays !== undefined && { expiresAt: new Date(clock.now() + expiresDays * dayMs).toISOString() }),
      }
      const key = await withAccounts(
        () => openAccounts(config),
        accounts => accounts.createKey(wish),
      )
      if (allowIp === undefined) screen.note('no --allow-ip was given: this key is good from any address')
      showKey(screen, key, json)
    })
}

function createList({ screen, defaults, openAccounts }: KeyParts): Command {
  return createCommand('list', { summary: 'list keys, never the keys themselves', example: 'soarbridge key list' })
    .addOption(configOption(defaults))
    .addOption(limitOption(50))
    .addOption(jsonOption())
    .action(async ({ config, limit, json }: Options) => {
      const items = await withAccounts(
        () => openAccounts(config),
        accounts => collectPages(screen, limit, page => accounts.keys(page)),
      )
      showItems(screen, { items, columns, isJson: json })
    })
}

function createRotate({ screen, defaults, openAccounts }: KeyParts): Command {
  return createCommand('rotate', {
    summary: 'make a successor for a key, which itself lives on for a while',
    example: 'soarbridge key rotate 7Yq2mC0a --overlap-hours 24',
  })
    .argument('<id>', 'id as listed')
    .addOption(configOption(defaults))
    .option('--overlap-hours <n>', 'how long the old key lives on', wholeNumber({ min: 0, max: 2160 }), 24)
    .addOption(jsonOption())
    .action(async (id: string, { config, json, overlapHours }: Options & { overlapHours: number }) => {
      const key = await withAccounts(
        () => openAccounts(config),
        accounts => accounts.rotateKey(id, { overlapSeconds: overlapHours * 3600 }),
      )
      screen.note(`the old key ${id} lives on for ${overlapHours} hours at most`)
      showKey(screen, key, json)
    })
}

function createRevoke({ screen, defaults, openAccounts }: KeyParts): Command {
  return createCommand('revoke', {
    summary: 'end a key, at once and for ever',
    example: 'soarbridge key revoke 7Yq2mC0a',
  })
    .argument('<id>', 'id as listed')
    .addOption(configOption(defaults))
    .addOption(jsonOption())
    .action(async (id: string, { config, json }: Options) => {
      const key = await withAccounts(
        () => openAccounts(config),
        accounts => accounts.revokeKey(id),
      )
      screen.say(json ? JSON.stringify(key) : `the key of ${printable(key.name)}, ${id}, is revoked`)
    })
}

function showKey(screen: Screen, shown: ShownKey, isJson: boolean): void {
  const { key, id, name, roles, allowIps, tenant, expiresAt } = shown
  if (isJson) {
    const expires = expiresAt === null ? {} : { expiresAt }
    return screen.say(JSON.stringify({ key, id, name, roles, allowIps, tenant, ...expires }))
  }
  screen.note(`the key of ${printable(name)} (${roles.join(', ')}), id ${id}; it is shown this once:`)
  screen.say(key)
}

function isRange(text: string): text is string {
  return isAddressRange(text)
}

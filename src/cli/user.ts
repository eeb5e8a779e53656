import type { Command } from 'commander'
import type { UserView } from '../access/user-desk'
import type { Role } from '../domain/role'
import { BridgeError } from '../errors'
import { type Accounts, type AccountsParts, withAccounts } from './accounts'
import { configOption, createCommand, jsonOption, limitOption, roleOption, tenantOption } from './arguments'
import { collectPages } from './collect-pages'
import { type Column, showItems } from './table'

export interface UserParts extends AccountsParts {
  /** Of a file, or of standard input where none is named; without its last line break. */
  readPassword(file: string | undefined): Promise<string>
}

interface Options {
  config: string
  json: boolean
  limit: number
}

const columns: Column<UserView>[] = [
  { title: 'NAME', value: user => user.name },
  { title: 'ROLES', value: user => user.roles.join(' ') },
  { title: 'TENANT', value: user => user.tenant },
  { title: 'STATE', value: user => (user.disabled ? 'disabled' : 'enabled') },
  { title: 'LAST USED', value: user => user.lastUsedAt },
  { title: 'ID', value: user => user.id },
]

const passwordWords = 'holds the password; without it, it is read from standard input'

/** `soarbridge user …`. A password never stands on a command line, where every process could read it. */
export function createUserCommand(parts: UserParts): Command {
  const example = 'soarbridge user create ada --role bridge.viewer --password-file ada.txt'
  return createCommand('user', { summary: 'users, who log in with a name and a password', example })
    .addCommand(createCreate(parts, example))
    .addCommand(createList(parts))
    .addCommand(createSwitch(parts, { name: 'disable', summary: 'keep a user out, at once', disabled: true }))
    .addCommand(createSwitch(parts, { name: 'enable', summary: 'let a disabled user in again', disabled: false }))
    .addCommand(createSetPassword(parts))
}

interface NewUserOptions extends Options {
  role: readonly Role[]
  tenant?: string
  passwordFile?: string
}

function createCreate({ screen, defaults, openAccounts, readPassword }: UserParts, example: string): Command {
  return createCommand('create', { summary: 'make a user', example })
    .argument('<name>', 'to log in with')
    .addOption(configOption(defaults))
    .addOption(roleOption())
    .addOption(tenantOption())
    .option('--password-file <file>', passwordWords)
    .addOption(jsonOption())
    .action(async (name: string, { config, json, role, tenant, passwordFile }: NewUserOptions) => {
      const wish = {
        name,
        roles: [...new Set(role)],
        password: await readPassword(passwordFile),
        ...(tenant !== undefined && { tenant }),
      }
      const user = await withAccounts(
        () => openAccounts(config),
        accounts => accounts.createUser(wish),
      )
      screen.say(json ? JSON.stringify(user) : `${user.name} may log in (${user.roles.join(', ')})`)
    })
}

function createList({ screen, defaults, openAccounts }: UserParts): Command {
  return createCommand('list', { summary: 'list users, newest first', example: 'soarbridge user list --json' })
    .addOption(configOption(defaults))
    .addOption(limitOption(50))
    .addOption(jsonOption())
    .action(async ({ config, limit, json }: Options) => {
      const items = await withAccounts(
        () => openAccounts(config),
        accounts => collectPages(screen, limit, page => accounts.users({}, page)),
      )
      showItems(screen, { items, columns, isJson: json })
    })
}

interface Switch {
  name: string
  summary: string
  disabled: boolean
}

function createSwitch({ screen, defaults, openAccounts }: UserParts, { name, summary, disabled }: Switch): Command {
  return createCommand(name, { summary, example: `soarbridge user ${name} ada` })
    .argument('<name>', 'of the user')
    .addOption(configOption(defaults))
    .addOption(jsonOption())
    .action(async (user: string, { config, json }: Options) => {
      const changed = await withAccounts(
        () => openAccounts(config),
        async accounts => accounts.updateUser(await findUserId(accounts, user), { disabled }),
      )
      screen.say(json ? JSON.stringify(changed) : `${changed.name} is ${name}d`)
    })
}

function createSetPassword({ screen, defaults, openAccounts, readPassword }: UserParts): Command {
  const example = 'soarbridge user set-password ada --password-file ada.txt'
  return createCommand('set-password', { summary: 'give a user another password, at once', example })
    .argument('<name>', 'of the user')
    .addOption(configOption(defaults))
    .option('--password-file <file>', passwordWords)
    .addOption(jsonOption())
    .action(async (name: string, { config, json, passwordFile }: Options & { passwordFile?: string }) => {
      const password = await readPassword(passwordFile)
      const changed = await withAccounts(
        () => openAccounts(config),
        async accounts => accounts.updateUser(await findUserId(accounts, name), { password }),
      )
      screen.say(json ? JSON.stringify(changed) : `${changed.name} has another password`)
    })
}

async function findUserId(accounts: Accounts, name: string): Promise<string> {
  const { items } = await accounts.users({ name }, { limit: 1 })
  if (items[0] !== undefined) return items[0].id
  throw new BridgeError('not-found', 'there is no user of this name', { code: 'user-unknown' })
}

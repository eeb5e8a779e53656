import { readFileSync } from 'node:fs'
import type { Readable } from 'node:stream'
import { createDesks } from './bridge-access'
import type { Accounts } from './cli/accounts'
import { createApiAccounts } from './cli/accounts-over-api'
import type { Config } from './config'
import type { Clock } from './domain/clock'
import { createIdSource } from './domain/ids'
import { allTenants } from './domain/role'
import { BridgeError } from './errors'
import { createApiSender } from './main-api'
import type { ApiAccess } from './main-api-access'
import { openDatabase } from './store/database'

/** Whoever has the database has everything in it. */
const asker = { id: 'command line', tenant: allTenants }

/** In the database, which no server may hold meanwhile; made where it is absent, so that the first key comes first. */
export async function openAccounts(config: Pick<Config, 'database' | 'audit'>, clock: Clock): Promise<Accounts> {
  const db = await openDatabase({ file: config.database.file })
  try {
    const { desk } = await createDesks({ config, db, clock, newId: createIdSource(clock) })
    return {
      users: (filter, page) => desk.users(asker, filter, page),
      createUser: wish => desk.createUser(asker, wish),
      updateUser: (id, change) => desk.updateUser(asker, id, change),
      keys: page => desk.keys(asker, page),
      createKey: wish => desk.createKey(asker, wish),
      updateKey: (id, change) => desk.updateKey(asker, id, change),
      rotateKey: (id, wish) => desk.rotateKey(asker, id, wish),
      revokeKey: id => desk.revokeKey(asker, id),
      audit: (filter, page) => desk.audit(asker, filter, page),
      verifyAudit: question => desk.verifyAudit(asker, question),
      close: db.close,
    }
  } catch (error) {
    await db.close()
    throw error
  }
}

/** Through a running server, with what the key allows. */
export function connectAccounts(access: ApiAccess, clock: Clock): Accounts {
  return createApiAccounts(createApiSender(access, clock))
}

/** A password from a file, or from a pipe: on a terminal it would be shown. */
export async function readPassword(file: string | undefined, input: Readable & { isTTY?: boolean }): Promise<string> {
  if (file !== undefined) return withoutLineBreak(readFileSync(file, 'utf8'))
  if (input.isTTY === true) {
    const message = 'the password comes from --password-file, or through a pipe; a terminal would show it'
    throw new BridgeError('invalid', message, { code: 'password-missing' })
  }
  const chunks: Buffer[] = []
  for await (const chunk of input) chunks.push(Buffer.from(chunk))
  return withoutLineBreak(Buffer.concat(chunks).toString('utf8'))
}

function withoutLineBreak(text: string): string {
  return text.replace(/\r?\n$/, '')
}

import type { AuditDesk } from '../access/audit-desk'
import type { KeyDesk } from '../access/key-desk'
import type { Asker } from '../access/tenancy'
import type { UserDesk } from '../access/user-desk'
import type { Defaults } from './arguments'
import type { Screen } from './screen'

/** A desk without the question who asks: behind the API it is who holds the key, in a database the command line. */
type Answered<Desk> = {
  [Name in keyof Desk]: Desk[Name] extends (asker: Asker, ...rest: infer Rest) => infer Answer
    ? (...rest: Rest) => Answer
    : never
}

/** Users, keys and the audit log, wherever they lie. Raises `BridgeError`. */
export type Accounts = Answered<UserDesk & KeyDesk & AuditDesk> & { close(): Promise<void> }

/** Opens whichever there is: the API where its address and key are given, else the database, made where it is absent. */
export type OpenAccounts = (configFile: string) => Promise<Accounts>

export interface AccountsParts {
  screen: Screen
  defaults: Defaults
  openAccounts: OpenAccounts
}

/** Closes them whatever happens. */
export async function withAccounts<Result>(
  open: () => Promise<Accounts>,
  task: (accounts: Accounts) => Promise<Result>,
): Promise<Result> {
  const accounts = await open()
  try {
    return await task(accounts)
  } finally {
    await accounts.close()
  }
}

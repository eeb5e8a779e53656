import { readString } from '../../domain/read-json'
import { isBridgeError } from '../../errors'
import type { ReadCall } from '../ticket-call'
import { findRows } from './table-api'

/** The login of the user that we are, as `sys_created_by` shows it; null where the instance does not tell. */
export type ReadOwnAccount = () => Promise<string | null>

/** Asked for once it is needed, and not again for as long as this: rights may be granted meanwhile. */
const askedAgainMs = 600_000

export function createOwnAccount(call: ReadCall, clock: { now(): number }): ReadOwnAccount {
  let known: { account: string | null; askedAt: number } | null = null
  return async () => {
    const isGood = known !== null && (known.account !== null || clock.now() < known.askedAt + askedAgainMs)
    if (known === null || !isGood) known = { account: await askAccount(call), askedAt: clock.now() }
    return known.account
  }
}

/** An instance that does not understand the condition answers with anybody. */
async function askAccount(call: ReadCall): Promise<string | null> {
  const query = 'user_name=javascript:gs.getUserName()'
  try {
    const rows = await findRows(call, { table: 'sys_user', query, fields: 'user_name', limit: 2 })
    const [row, ...others] = rows ?? []
    const name = readString(row, 'user_name') ?? ''
    return name === '' || others.length > 0 ? null : name
  } catch (error) {
    if (isBridgeError(error) && error.code === 'forbidden') return null
    throw error
  }
}

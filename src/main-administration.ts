import { existsSync } from 'node:fs'
import type { Administration } from './cli/administration'
import type { Config } from './config'
import type { Clock } from './domain/clock'
import { BridgeError } from './errors'
import { createReads } from './flows/read'
import { discardJob, replayJob } from './flows/replay'
import { createLedger } from './outbox/ledger'
import { openDatabase } from './store/database'

const caller = 'command line'

/** In the database, which no server may hold meanwhile; what is asked for is done at the server's next start. */
export async function openAdministration(
  { database: { file }, soar }: Pick<Config, 'database' | 'soar'>,
  { now }: Pick<Clock, 'now'>,
): Promise<Administration> {
  if (!existsSync(file)) {
    const message = `there is no database ${file} yet; the first start of the server makes it`
    throw new BridgeError('not-found', message, { code: 'database-missing' })
  }
  const db = await openDatabase({ file })
  // No lane is taken here, so that no lease is given; a raised lane waits in the database for the next sweep.
  const ledger = createLedger({ read: db.read, write: db.write, now, leaseMs: 0 })
  // The command itself tells what it did.
  const actions = { db, ledger, now, wake: () => {}, events: { emit: () => {} } }
  const urls = new Map(soar.map(({ name, url }) => [name, url]))
  return {
    ...createReads({
      db,
      containerUrl: (name, id) => `${urls.get(name) ?? ''}/mission/${id}`,
      // Without a server nothing is delivered, and nothing held.
      heldBy: () => null,
    }),
    replayJob: id => replayJob(actions, id, caller),
    discardJob: id => discardJob(actions, id, caller),
    close: db.close,
  }
}

import { existsSync } from 'node:fs'
import { createDesks } from './bridge-access'
import type { Systems } from './bridge-systems'
import type { Administration } from './cli/administration'
import type { Config } from './config'
import type { Clock } from './domain/clock'
import { createIdSource } from './domain/ids'
import { BridgeError } from './errors'
import { joinLink, partLink } from './flows/join-links'
import { createReads } from './flows/read'
import { reconcile } from './flows/reconcile'
import { discardJob, replayJob } from './flows/replay'
import { settleField } from './flows/settle-field'
import { createLedger } from './outbox/ledger'
import { openDatabase } from './store/database'

/** Whoever has the database has everything in it. */
const operator = { id: 'command line', visible: null }

/** In the database, which no server may hold meanwhile; what is asked for is done at the server's next start. */
export async function openAdministration(config: Config, clock: Clock): Promise<Administration> {
  const { file } = config.database
  const { now } = clock
  if (!existsSync(file)) {
    const message = `there is no database ${file} yet; the first start of the server makes it`
    throw new BridgeError('not-found', message, { code: 'database-missing' })
  }
  const db = await openDatabase({ file })
  // No lane is taken here, so that no lease is given; a raised lane waits in the database for the next sweep.
  const ledger = createLedger({ read: db.read, write: db.write, now, leaseMs: 0 })
  // The command itself tells what it did.
  const newId = createIdSource(clock)
  const { log } = await createDesks({ config, db, clock, newId })
  const actions = { db, ledger, now, newId, record: log.record, wake: () => {}, events: { emit: () => {} } }
  const urls = new Map(config.soar.map(({ name, url }) => [name, url]))
  let systems: Systems | undefined
  // Loaded where it is asked for: most commands ask no outside system.
  const sides = async () => {
    const { createSystems } = await import('./bridge-systems.js')
    const { reconcileSides } = await import('./bridge-reconcile.js')
    systems ??= createSystems(config, clock)
    return { ...actions, ...reconcileSides(systems) }
  }
  return {
    ...createReads({
      db,
      containerUrl: (name, id) => `${urls.get(name) ?? ''}/mission/${id}`,
      // Without a server nothing is delivered, and nothing held.
      heldBy: () => null,
      visible: null,
    }),
    replayJob: id => replayJob(actions, id, operator),
    discardJob: id => discardJob(actions, id, operator),
    settleField: settlement => settleField(actions, settlement, operator),
    joinLink: async wish => joinLink(await sides(), wish, operator),
    partLink: async id => partLink(await sides(), id, operator),
    reconcile: async (asked, page) => {
      const parts = { ...(await sides()), openJobs: ledger.openJobs }
      return reconcile(parts, asked, { page, by: operator })
    },
    isServed: false,
    close: db.close,
  }
}

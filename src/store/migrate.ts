import { type Kysely, Migrator } from 'kysely'
import * as receiptsAndLanes from '../../migrations/0001-receipts-and-lanes'
import * as links from '../../migrations/0002-links'
import * as jobs from '../../migrations/0003-jobs'
import * as mappingVersions from '../../migrations/0004-mapping-versions'
import * as apiKeys from '../../migrations/0005-api-keys'
import * as linkLists from '../../migrations/0006-link-lists'
import * as dueJobs from '../../migrations/0007-due-jobs'
import * as enrichments from '../../migrations/0008-enrichments'
import * as usersAndAudit from '../../migrations/0009-users-and-audit'
import * as duplicateKeys from '../../migrations/0010-duplicate-keys'
import * as resultLinks from '../../migrations/0011-result-links'
import * as chores from '../../migrations/0012-chores'
import * as unclaimedResults from '../../migrations/0013-unclaimed-results'
import * as roundTrip from '../../migrations/0014-round-trip'
import * as backfills from '../../migrations/0015-backfills'
import * as joinedLinks from '../../migrations/0016-joined-links'
import { type DialectName, type Migration, typesOf } from '../../migrations/dialect'
import { BridgeError } from '../errors'

/** Every migration, oldest first; the guard compares this list with the folder. */
export const migrations: Record<string, Migration> = {
  '0001-receipts-and-lanes': receiptsAndLanes,
  '0002-links': links,
  '0003-jobs': jobs,
  '0004-mapping-versions': mappingVersions,
  '0005-api-keys': apiKeys,
  '0006-link-lists': linkLists,
  '0007-due-jobs': dueJobs,
  '0008-enrichments': enrichments,
  '0009-users-and-audit': usersAndAudit,
  '0010-duplicate-keys': duplicateKeys,
  '0011-result-links': resultLinks,
  '0012-chores': chores,
  '0013-unclaimed-results': unclaimedResults,
  '0014-round-trip': roundTrip,
  '0015-backfills': backfills,
  '0016-joined-links': joinedLinks,
}

/** Brings the schema to this version in one transaction, or leaves it as it was; answers the names of those it ran. */
export async function migrate(db: Kysely<unknown>, dialect: DialectName): Promise<string[]> {
  const types = typesOf(dialect)
  const bound = Object.entries(migrations).map(
    ([name, migration]) => [name, { up: (k: Kysely<unknown>) => migration.up(k, types) }] as const,
  )
  const migrator = new Migrator({ db, provider: { getMigrations: async () => Object.fromEntries(bound) } })
  const { error, results } = await migrator.migrateToLatest()
  if (error !== undefined) {
    throw new BridgeError('misconfigured', `the database could not be migrated: ${messageOf(error)}`, {
      code: 'migration-failed',
      cause: error,
    })
  }
  return (results ?? []).map(result => result.migrationName)
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

import { createKeyToken } from '../../src/access/key-token'
import { createPasswords } from '../../src/access/passwords'
import { Sqlite } from '../../src/store/sqlite-library'

/** Two wrong credentials of one way in, of which only one names an account that is there. */
export interface Way {
  name: string
  /** Value of `Authorization`. */
  unknown: string
  wrong: string
  /** Of each of the two, in a round. */
  samples: number
}

export interface Accounts {
  ways: Way[]
  /** Lets in. */
  goodLogin: string
}

const user = { name: 'ada', password: 'the password of this bench' }
const hashSamples = 8
const keySamples = 300

/** Puts a user and a key into the database of a running bridge. */
export async function openAccounts(databaseFile: string): Promise<Accounts> {
  const known = createKeyToken()
  const password = await createPasswords({ now: () => 0 }).hash(user.password)
  const db = new Sqlite(databaseFile, { timeout: 5_000 })
  try {
    db.prepare(
      `insert into users (id, name, password, roles, tenant, created_at, updated_at)
         values ('0190b2a0-0000-7000-8000-000000000001', ?, ?, '["bridge.viewer"]', 'default', 0, 0)`,
    ).run(user.name, password)
    // The digest is another token's: what shows this id is a wrong key.
    db.prepare(
      `insert into api_keys (id, name, digest, roles, tenant, allow_ips, created_at)
         values (?, 'bench', ?, '["bridge.viewer"]', 'default', '["any"]', 0)`,
    ).run(known.id, createKeyToken().digest)
  } finally {
    db.close()
  }
  return {
    ways: [
      {
        name: 'Basic: unknown user, wrong password',
        unknown: basic('eve', user.password),
        wrong: basic(user.name, 'another password'),
        samples: hashSamples,
      },
      {
        name: 'Bearer: unknown key, wrong key',
        unknown: `Bearer ${createKeyToken().token}`,
        wrong: `Bearer ${known.token}`,
        samples: keySamples,
      },
    ],
    goodLogin: basic(user.name, user.password),
  }
}

export function basic(name: string, password: string): string {
  return `Basic ${Buffer.from(`${name}:${password}`).toString('base64')}`
}

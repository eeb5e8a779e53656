import { type AuditDesk, createAuditDesk } from './access/audit-desk'
import { readAuditKey } from './access/audit-key'
import { type AuditLog, createAuditLog } from './access/audit-log'
import { createKeyAuthenticator } from './access/authenticate-key'
import { createTokenAuthenticator } from './access/authenticate-token'
import { createUserAuthenticator } from './access/authenticate-user'
import type { Authenticate } from './access/credential'
import { createDenials, type Denials } from './access/denials'
import { createKeyDesk, type KeyDesk } from './access/key-desk'
import { isKeyToken } from './access/key-token'
import { createLoginThrottle, type LoginThrottle } from './access/login-throttle'
import { createUseNotes } from './access/note-use'
import { createPasswords, type Passwords } from './access/passwords'
import { createUserDesk, type UserDesk } from './access/user-desk'
import { createKeySetReader } from './bridge-oidc'
import type { Config } from './config'
import type { Clock } from './domain/clock'
import type { NewId } from './domain/ids'
import { findKey, findKeyProof, noteKeyUse } from './store/api-keys'
import { auditTenants } from './store/audit-log'
import type { Database } from './store/database'
import type { Statement } from './store/statement'
import { findUserByName, noteUserUse } from './store/users'
import type { Events } from './telemetry/events'
import type { Log } from './telemetry/log'

export interface DeskParts {
  config: Pick<Config, 'audit'>
  db: Database
  clock: Clock
  newId: NewId
}

/** Users, keys and the audit log, on a database that this process holds. */
export interface Desks {
  desk: UserDesk & KeyDesk & AuditDesk
  log: AuditLog
  passwords: Passwords
}

export interface Access extends Desks {
  authenticate: Authenticate
  denials: Denials
  /** Tells where each chain stands, so that one that ends early shows. */
  tellHeads(): Promise<void>
  stop(): Promise<void>
}

export async function createDesks({ config, db, clock, newId }: DeskParts): Promise<Desks> {
  const key = readAuditKey(config.audit.keyFile, (await auditTenants(db.read)).length > 0)
  const log = createAuditLog({ db, key, newId, clock })
  const passwords = createPasswords(clock)
  const desk = {
    ...createUserDesk({ db, audit: log, passwords, newId, now: clock.now }),
    ...createKeyDesk({ db, audit: log, now: clock.now }),
    ...createAuditDesk({ db, key, rest: () => new Promise(resolve => clock.after(0, resolve)) }),
  }
  return { desk, log, passwords }
}

export interface AccessParts extends DeskParts {
  config: Pick<Config, 'audit' | 'access'>
  events: Events
  log: Log
}

export async function createAccess(parts: AccessParts): Promise<Access> {
  const { clock, events, log } = parts
  const desks = await createDesks(parts)
  const onFailure = (error: unknown) => log.error('audit.failed', {}, error)
  const denials = createDenials({ record: desks.log.record, clock, onFailure })
  const tellHeads = async () => {
    for (const head of await desks.log.heads()) events.emit('audit.head', { ...head })
  }
  return {
    ...desks,
    authenticate: createAuthenticate(parts, desks),
    denials,
    tellHeads,
    stop: () => denials.flush().then(tellHeads).catch(onFailure),
  }
}

function createAuthenticate(parts: AccessParts, { passwords }: Desks): Authenticate {
  const { config, db, clock } = parts
  const throttle = createLoginThrottle(clock, config.access.failedLoginsPerMinute)
  const note = (statement: Statement) => void db.write([statement]).catch(() => {})
  const checkKey = createKeyAuthenticator({
    findProof: id => findKeyProof(db.read, id),
    findKey: id => findKey(db.read, id),
    throttle,
    clock,
    noteUse: createUseNotes(clock, (id, at) => note(noteKeyUse(db.read, id, at))),
  })
  const checkUser = createUserAuthenticator({
    findUser: name => findUserByName(db.read, name),
    passwords,
    throttle,
    clock,
    noteUse: createUseNotes(clock, (id, at) => note(noteUserUse(db.read, id, at))),
  })
  const checkToken = createTokenCheck(parts, throttle)
  return (credential, address) => {
    if (credential.kind === 'user') return checkUser(credential, address)
    const check = isKeyToken(credential.token) ? checkKey : (checkToken ?? checkKey)
    return check(credential.token, address)
  }
}

function createTokenCheck({ config, clock, log }: AccessParts, throttle: LoginThrottle) {
  const { oidc } = config.access
  if (oidc === null) return null
  return createTokenAuthenticator({
    rules: oidc,
    readKeySet: createKeySetReader(oidc, clock),
    throttle,
    clock,
    onFailure: error => log.error('identity-provider.failed', {}, error),
  })
}

import { readFileSync } from 'node:fs'
import { checkClock } from './support/clock'
import { checkDependencies, checkDoors } from './support/doors'
import { exceptions } from './support/exceptions'
import { checkRooms } from './support/rooms'
import { readSources } from './support/source-files'
import { judgeViolations, nameOf } from './support/violation'

const sources = readSources('src', 'migrations')

/** The violations of one planted file. */
function plant(check: typeof checkRooms, path: string, text: string): string[] {
  return check([{ path, text }]).map(nameOf)
}

describe('imports point down:', () => {
  test('every import of ours is allowed by the rule of rooms', () => {
    expect(sources.length).toBeGreaterThan(100)
    expect(judgeViolations(checkRooms(sources), exceptions.rooms)).toEqual([])
  })

  test.each([
    ['mapping to store', 'src/mapping/rules.ts', "import { findKey } from '../store/api-keys'"],
    [
      'a handler to a connector',
      'src/http/handlers/jobs.ts',
      "import { createCall } from '../../connectors/soar/call'",
    ],
    ['a handler to the store', 'src/http/handlers/jobs.ts', "import { links } from '../../store/links'"],
    ['a connector to another', 'src/connectors/jira/client.ts', "import { readRecord } from '../servicenow/client'"],
    ['a connector to the registry', 'src/connectors/jira/client.ts', "import { registry } from '../registry'"],
    ['a connector to the store', 'src/connectors/soar/apply.ts', "import { links } from '../../store/links'"],
    ['the client of HTTP to a connector', 'src/connectors/http-client.ts', "import { createJira } from './jira'"],
    ['a flow to a connector', 'src/flows/deliver.ts', "import { apply } from '../connectors/soar/apply'"],
    ['a flow to the client of HTTP', 'src/flows/deliver.ts', "import { x } from '../connectors/http-client'"],
    ['a flow to the ledger', 'src/flows/deliver.ts', "import { createLedger } from '../outbox/ledger'"],
    ['a flow to the worker', 'src/flows/deliver.ts', "import { createWorker } from '../outbox/worker'"],
    ['a flow to a door', 'src/flows/receive.ts', "import { sendProblem } from '../http/problem'"],
    ['the contract of the outbox to its engine', 'src/outbox/outbox.ts', "import { x } from './ledger'"],
    ['the outbox to a flow', 'src/outbox/worker.ts', "import { deliver } from '../flows/deliver'"],
    ['domain to errors', 'src/domain/ticket.ts', "import { BridgeError } from '../errors'"],
    ['domain to mapping', 'src/domain/ticket.ts', "import { Rules } from '../mapping/rules'"],
    ['telemetry to domain', 'src/telemetry/log.ts', "import { Clock } from '../domain/clock'"],
    ['a sandbox to a connector', 'src/sandbox/jira/site.ts', "import { wire } from '../../connectors/jira/wire'"],
    ['a sandbox to domain', 'src/sandbox/soar/soar.ts', "import { isJsonObject } from '../../domain/json'"],
    ['a sandbox to another', 'src/sandbox/jira/site.ts', "import { refuse } from '../servicenow/refuse'"],
    ['the stage to a sandbox', 'src/sandbox/stage/stage.ts', "import { refuse } from '../servicenow/refuse'"],
    ['the stage to domain', 'src/sandbox/stage/stage.ts', "import { isJsonObject } from '../../domain/json'"],
    ['the terminal to the store', 'src/cli/key.ts', "import { insertKey } from '../store/api-keys'"],
    ['the terminal to the outbox', 'src/cli/jobs.ts', "import { createLedger } from '../outbox/ledger'"],
    ['polling to HTTP', 'src/polling/poll.ts', "import { createApp } from '../http/app'"],
    ['the console to domain', 'src/console/page.ts', "import { Link } from '../domain/link'"],
    ['the store to a flow', 'src/store/links.ts', "import { plan } from '../flows/plan-job'"],
    ['configuration to a connector', 'src/config/checks.ts', "import { registry } from '../connectors/registry'"],
    ['a room to the wiring', 'src/http/app.ts', "import { startBridge } from '../bridge'"],
    ['a migration to the store', 'migrations/0001-x.ts', "import { Tables } from '../src/store/tables'"],
    ['anything to a file in no room', 'src/flows/read.ts', "import { x } from '../shared/x'"],
  ])('an import from %s is found', (_title, path, text) => {
    expect(plant(checkRooms, path, text)).toHaveLength(1)
  })

  test.each([
    ['a type', "import type { Tables } from '../store/tables'"],
    ['a type in place', "export type Row = import('../store/tables').Tables"],
    ['a re-export', "export { findKey } from '../store/api-keys'"],
    ['a re-export of everything', "export * from '../store/api-keys'"],
    ['a late import', "export const load = () => import('../store/api-keys')"],
    ['a require', "const keys = require('../store/api-keys')"],
    ['an import by assignment', "import keys = require('../store/api-keys')"],
    ['an import for its effects', "import '../store/api-keys'"],
    ['an added declaration', "declare module '../store/api-keys' { export const added: 1 }"],
    ['a computed path', "export const load = (name: string) => import('../store/' + name)"],
  ])('%s counts as an import', (_title, text) => {
    expect(plant(checkRooms, 'src/mapping/rules.ts', text)).toHaveLength(1)
  })

  test('a file in no room is found', () => {
    expect(plant(checkRooms, 'src/shared/strings.ts', '')).toEqual(['src/shared/strings.ts: stands in no room'])
  })

  test.each([
    ['src/flows/deliver.ts', "import type { Ledger } from '../outbox/outbox'"],
    ['src/connectors/jira/index.ts', "import { x } from '../http-client'\nimport { y } from './client'"],
    ['src/cli/demo.ts', "import { startSoarSandbox } from '../sandbox/soar/server'"],
    ['src/store/migrate.ts', "import * as first from '../../migrations/0001-receipts-and-lanes'"],
    [
      'src/bridge-work.ts',
      "import { createLedger } from './outbox/ledger'\nimport { registry } from './connectors/registry'",
    ],
    ['src/http/app.ts', "import { createHandlers } from './handlers'"],
  ])('what the rule allows passes in %s', (path, text) => {
    expect(plant(checkRooms, path, text)).toEqual([])
  })
})

describe('outside packages have one door:', () => {
  test('every package is imported in its room only', () => {
    expect(judgeViolations(checkDoors(sources), exceptions.doors)).toEqual([])
  })

  test('every dependency has a door, and every door a dependency', () => {
    const { dependencies } = JSON.parse(readFileSync('package.json', 'utf8'))
    expect(judgeViolations(checkDependencies(dependencies), [])).toEqual([])
    expect(checkDependencies({ ...dependencies, lodash: '4.17.21' })).toHaveLength(1)
    expect(checkDependencies({ ...dependencies, axios: undefined })).toHaveLength(1)
  })

  test.each([
    ['axios', 'src/flows/deliver.ts', "import axios from 'axios'"],
    ['axios in a connector', 'src/connectors/soar/call.ts', "import type { AxiosInstance } from 'axios'"],
    ['axios-retry', 'src/connectors/http-route.ts', "import axiosRetry from 'axios-retry'"],
    ['express', 'src/bridge-door.ts', "import type { Request } from 'express'"],
    ['the validator', 'src/sandbox/soar/serve.ts', "import { middleware } from 'express-openapi-validator'"],
    ['kysely', 'src/flows/remember.ts', "import type { Kysely } from 'kysely'"],
    ['a part of kysely', 'src/access/keys.ts', "import { jsonArrayFrom } from 'kysely/helpers/sqlite'"],
    ['better-sqlite3', 'src/cli/backup.ts', "import Database from 'better-sqlite3'"],
    ['pino', 'src/http/app.ts', "import pino from 'pino'"],
    ['prom-client', 'src/bridge-work.ts', "import { Counter } from 'prom-client'"],
    ['commander', 'src/flows/replay.ts', "import { Command } from 'commander'"],
    ['zod', 'src/http/read-json.ts', "import { z } from 'zod'"],
    ['yaml', 'src/flows/preview.ts', "import { parse } from 'yaml'"],
    ['tldts', 'src/connectors/jira/wire.ts', "import { parse } from 'tldts'"],
    ['a package without a door', 'src/domain/ids.ts', "import { nanoid } from 'nanoid'"],
    ['a package with a scope and no door', 'src/domain/ids.ts', "import { x } from '@acme/ids/x'"],
    ['sockets past the client', 'src/connectors/soar/call.ts', "import https from 'node:https'"],
    ['sockets in a flow', 'src/flows/deliver.ts', "import { request } from 'node:http'"],
    ['the process by import', 'src/flows/deliver.ts', "import { env } from 'node:process'"],
  ])('%s beside its door is found', (_title, path, text) => {
    expect(plant(checkDoors, path, text)).toHaveLength(1)
  })
})

describe('the environment, the time and the network are handed in:', () => {
  test('nothing but their owners touches them', () => {
    expect(judgeViolations(checkClock(sources), exceptions.clock)).toEqual([])
  })

  test.each([
    ['process.env', 'src/flows/receive.ts', 'export const home = process.env.HOME'],
    ['process.env by name', 'src/flows/receive.ts', "export const home = process['env'].HOME"],
    ['process.env unpacked', 'src/flows/receive.ts', 'const { env } = process'],
    ['process.env of another configuration file', 'src/config/source.ts', 'export const e = process.env'],
    ['Date.now', 'src/outbox/worker.ts', 'export const at = Date.now()'],
    ['Date.now as a function', 'src/outbox/worker.ts', 'export const now = Date.now'],
    ['globalThis.Date.now', 'src/outbox/worker.ts', 'export const at = globalThis.Date.now()'],
    ['a date of now', 'src/flows/read.ts', 'export const at = new Date()'],
    ['setTimeout', 'src/outbox/worker.ts', 'setTimeout(() => {}, 10)'],
    ['setTimeout as a value', 'src/outbox/worker.ts', 'export const parts = { later: setTimeout }'],
    ['setInterval', 'src/bridge-chores.ts', 'setInterval(() => {}, 10)'],
    ['setImmediate', 'src/outbox/worker.ts', 'setImmediate(() => {})'],
    ['globalThis.setTimeout', 'src/outbox/worker.ts', 'globalThis.setTimeout(() => {}, 10)'],
    ['timers by import', 'src/flows/deliver.ts', "import { setTimeout as pause } from 'node:timers/promises'"],
    ['timers as a whole', 'src/flows/deliver.ts', "import * as timers from 'node:timers/promises'"],
    ['performance.now', 'src/flows/deliver.ts', 'export const at = performance.now()'],
    ['process.hrtime', 'src/flows/deliver.ts', 'export const at = process.hrtime()'],
    ['AbortSignal.timeout', 'src/connectors/soar/call.ts', 'export const signal = AbortSignal.timeout(10)'],
    ['setTimeout in the writer', 'src/store/writer.ts', 'setTimeout(() => {}, 10)'],
    ['fetch', 'src/flows/deliver.ts', "export const answer = fetch('https://example.com')"],
    ['fetch in a connector', 'src/connectors/jira/client.ts', "export const answer = fetch('https://example.com')"],
  ])('%s is found', (_title, path, text) => {
    expect(plant(checkClock, path, text)).toHaveLength(1)
  })

  test.each([
    ['src/config/environment.ts', 'export const environment = () => process.env'],
    ['src/system-clock.ts', 'export const now = () => Date.now()\nsetTimeout(() => {}, 10)'],
    ['src/sandbox/jira/site.ts', 'export const now = Date.now\nfetch(String(new Date()))'],
    ['src/flows/read.ts', 'export const at = (ms: number) => new Date(ms).toISOString()'],
    ['src/flows/read.ts', 'export const at = (clock: { setTimeout(): void }) => clock.setTimeout()'],
    ['src/flows/read.ts', 'export interface Parts { fetch(): void; performance: number }'],
  ])('what belongs to them, or is only called alike, passes in %s', (path, text) => {
    expect(plant(checkClock, path, text)).toEqual([])
  })
})

import { appendFileSync, createReadStream, existsSync, readFileSync, rmSync } from 'node:fs'
import path from 'node:path'
import { createSoar } from './bridge-systems'
import type { Feed, FeedAsked, LoadedContainer } from './cli/load'
import type { Config } from './config'
import { chooseSoar } from './config/choose-soar'
import type { Clock } from './domain/clock'
import { sha256Hex } from './domain/ids'
import { canonicalJson } from './domain/json'
import { BridgeError } from './errors'
import { loadFeed } from './flows/load-feed'
import { type FeedRules, parseFeedRules } from './mapping/feed-rules'
import type { FeedGroup } from './mapping/feed-to-container'
import { readFeed } from './mapping/read-feed'

/** A file of a threat feed and the SOAR it goes to, for `soarbridge load csv`. */
export async function openFeed(
  config: Pick<Config, 'soar' | 'delivery'>,
  asked: FeedAsked,
  clock: Clock,
): Promise<Feed> {
  const connection = chooseSoar(config, asked.connection)
  const rules = parseFeedRules(readText(asked.rules), path.basename(asked.rules))
  requireFile(asked.file)
  const groups = await readFeed(createReadStream(asked.file), rules)
  const progressFile = `${asked.file}.loaded`
  const stampOf = (group: FeedGroup) => stamp(group, rules, connection.name)
  const parts = {
    soar: createSoar(connection, clock),
    rules,
    label: connection.label,
    clock,
    settleMs: config.delivery.settleSeconds * 1000,
  }
  return {
    containers: groups.length,
    rows: groups.reduce((sum, { rows }) => sum + rows.length, 0),
    progressFile,
    async *load() {
      const done = readStamps(progressFile)
      const isDone = (group: FeedGroup) => done.has(stampOf(group))
      for (const group of groups.filter(isDone)) yield describe(group, { status: 'skipped' })
      for await (const loaded of loadFeed(
        parts,
        groups.filter(group => !isDone(group)),
      )) {
        const { group, status, containerId, reason } = loaded
        if (status === 'loaded') appendFileSync(progressFile, `${stampOf(group)}\n`)
        yield describe(group, { status, containerId, reason })
      }
    },
    finish: () => rmSync(progressFile, { force: true }),
  }
}

function describe(
  { identifier, rows }: FeedGroup,
  ending: Pick<LoadedContainer, 'status'> & Partial<LoadedContainer>,
): LoadedContainer {
  return { identifier, rows: rows.length, containerId: null, reason: null, ...ending }
}

/** Other rows, other rules or another SOAR make another load of a container. */
function stamp({ identifier, rows }: FeedGroup, { version }: FeedRules, connection: string): string {
  return sha256Hex(canonicalJson([connection, version, identifier, rows.map(row => [...row.values()])]))
}

function readStamps(file: string): Set<string> {
  return new Set(existsSync(file) ? readFileSync(file, 'utf8').split('\n') : [])
}

function readText(file: string): string {
  requireFile(file)
  return readFileSync(file, 'utf8')
}

function requireFile(file: string): void {
  if (existsSync(file)) return
  throw new BridgeError('invalid', `there is no file ${file}`, { code: 'file-missing' })
}

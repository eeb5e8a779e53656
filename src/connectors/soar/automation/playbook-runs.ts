import { isJsonObject, type Json, type JsonObject } from '../../../domain/json'
import { isBridgeError } from '../../../errors'
import { readId } from '../answer'
import { type ReadCall, rejectionOf, type WriteCall } from '../call'
import { checkId, type Filter } from '../query'
import { readAll } from '../walk'
import {
  parseText,
  readNumber,
  readObjects,
  readRecord,
  readText,
  readTexts,
  readTime,
  unreadable,
} from './read-record'
import { type RunState, stateOf } from './run-state'

const path = '/rest/playbook_run'
const linesPerPage = 500
const mostPages = 100

/** A run of a playbook (soar.md section 8). Times are epoch milliseconds. */
export interface PlaybookRun {
  id: string
  playbookId: string | null
  containerId: string | null
  state: RunState
  /** What the run says of itself; empty while it runs. */
  text: string
  startedAt: number | null
  updatedAt: number | null
  inputs: Json[]
  outputs: Json[]
}

export interface LogLine {
  at: number | null
  isError: boolean
  text: string
}

export interface RunsAsked {
  containerId?: string
  /** As SOAR says it. */
  status?: 'pending' | 'running' | 'success' | 'failed'
}

/** The run, or null where SOAR has none. */
export async function readRun(call: ReadCall, id: string): Promise<PlaybookRun | null> {
  const record = await readRecord(call, { path, id })
  return record === null ? null : describeRun(record, id)
}

/** Runs, oldest first. */
export async function listRuns(call: ReadCall, { containerId, status }: RunsAsked = {}): Promise<PlaybookRun[]> {
  const filters: Filter[] = [
    ...(containerId === undefined ? [] : [{ field: 'container', value: Number(checkId(containerId)) }]),
    ...(status === undefined ? [] : [{ field: 'status', value: status }]),
  ]
  const records = await readAll(call, path, { filters })
  const runs = records.flatMap(record => {
    const id = readId(record.id)
    return id === null ? [] : [describeRun(record, id)]
  })
  return runs.filter(run => containerId === undefined || run.containerId === containerId)
}

/** Asks SOAR to end the run and answers how it then stands: one that is over already stays as it was. */
export async function cancelRun(call: WriteCall, id: string): Promise<PlaybookRun> {
  const address = `${path}/${checkId(id)}`
  const outcome = await call.post(address, { cancel: true })
  if (outcome.status === 'refused') throw rejectionOf(address, outcome)
  const run = await readRun(call, id)
  if (run === null) throw unreadable(address)
  return run
}

/** The run's log, line after line. Lines have no ids, so that pages are counted and equal lines are kept. */
export async function readRunLog(call: ReadCall, id: string): Promise<LogLine[]> {
  const address = `${path}/${checkId(id)}/log`
  const lines: JsonObject[] = []
  for (let page = 0; page < mostPages; page += 1) {
    const body = await readPage(call, address, page)
    lines.push(...readObjects(isJsonObject(body) ? body.data : body))
    if (!isJsonObject(body) || page + 1 >= (readNumber(body.num_pages) ?? 0)) break
  }
  return lines.map(line => ({
    at: readTime(line.time),
    isError: readNumber(line.message_type) === 0,
    text: readText(line.message),
  }))
}

async function readPage(call: ReadCall, address: string, page: number): Promise<Json> {
  try {
    return await call.get(address, [
      ['page', String(page)],
      ['page_size', String(linesPerPage)],
    ])
  } catch (error) {
    if (isBridgeError(error) && error.code === 'page-beyond-end') return []
    throw error
  }
}

/** `summary` is the training dialect's name of `message` (soar.md section 13). */
export function describeRun(record: JsonObject, id: string): PlaybookRun {
  return {
    id,
    playbookId: readId(record.playbook),
    containerId: readId(record.container),
    state: stateOf(record),
    text: describeMessage(record.message ?? record.summary ?? null),
    startedAt: readTime(record.start_time),
    updatedAt: readTime(record.update_time),
    inputs: readTexts(record.inputs).map(parseText),
    outputs: readTexts(record.outputs).map(parseText),
  }
}

/** SOAR writes JSON into the text, of an old or a new form, or plain words where a run failed early. */
function describeMessage(message: Json): string {
  const parsed = typeof message === 'string' ? parseText(message) : message
  if (!isJsonObject(parsed)) return typeof message === 'string' ? message : ''
  const own = readText(parsed.message)
  if (own !== '') return own
  const actions = readObjects(parsed.result).map(({ action, message: says, status }) =>
    [readText(action), readText(says) || readText(status)].filter(part => part !== '').join(': '),
  )
  return actions.filter(text => text !== '').join('; ')
}

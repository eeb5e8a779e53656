import type { Change } from './agreement-model'
import type { Entry, Stage } from './stage'
import { type EditedField, editedFields, type Pair, wordOfTicket } from './two-sides'

/** All that happened to the fields of both sides, in order, by what the two systems wrote down. */
export interface Histories {
  of(pair: Pair, field: EditedField): Change[]
  tagWrites(pair: Pair): TagWrite[]
}

/** A change of the tags at SOAR, and between which moments its author would have written over others. */
export interface TagWrite {
  by: Change['by']
  from: number
  to: number
  /** Of a write of the bridge: what it brought and took. */
  names: string[]
}

interface Journal {
  effects: Entry[]
  /** When the bridge looked for containers that had changed. */
  looks: number[]
  /** By the number of their requests. */
  queries: ReadonlyMap<number, URLSearchParams>
}

interface Attempt {
  ticket: string
  kind: string
  command: string
  startedAt: number
  endedAt: number
}

const attemptsQuery = `
  select links.ticket_id as ticket, jobs.kind, jobs.command, attempts.started_at as startedAt, attempts.ended_at as endedAt
  from attempts join jobs on jobs.id = attempts.job_id join links on links.id = jobs.link_id
  where attempts.outcome = 'confirmed' and jobs.kind in ('update-ticket', 'update-container')`

const soarNames: Record<string, EditedField> = {
  severity: 'severity',
  status: 'status',
  owner: 'owner',
  due_time: 'dueTime',
  description: 'description',
}
const ticketNames: Record<string, EditedField> = {
  priority: 'severity',
  status: 'status',
  assignee: 'owner',
  duedate: 'dueTime',
  description: 'description',
}

export async function readHistories({ soar, jira, rows }: Stage, pairs: readonly Pair[]): Promise<Histories> {
  const journalOf = async (read: (path: string) => Promise<{ body: Entry }>): Promise<Journal> => {
    const { requests } = (await read('/_sandbox/requests')).body
    const { effects } = (await read('/_sandbox/ledger')).body
    const looks = requests.filter(({ method, path }: Entry) => method === 'GET' && path === '/rest/container')
    return {
      effects,
      looks: looks.map(({ time }: Entry) => Date.parse(time)),
      queries: new Map(requests.map(({ seq, query }: Entry) => [seq, new URLSearchParams(query)])),
    }
  }
  const ofSoar = await journalOf(soar.get)
  const ofJira = await journalOf(path => jira.call('GET', path))
  const attempts = rows<Attempt>(attemptsQuery)
  const histories = new Map<string, Change[]>()
  const tags = new Map<string, TagWrite[]>()
  for (const pair of pairs) {
    const own = attempts.filter(({ ticket }) => ticket === pair.id)
    const issue = (await jira.call('GET', `/rest/api/2/issue/${pair.id}?expand=changelog`)).body
    const atSoar = readSoar(ofSoar, pair, own)
    const all = [...readTicket(ofJira, issue, own), ...atSoar.changes].sort((one, two) => one.at - two.at)
    for (const field of editedFields) {
      const ofField = withoutSteps(all.filter(change => change.field === field))
      histories.set(`${pair.id} ${field}`, ofField)
    }
    tags.set(pair.id, atSoar.tagWrites)
  }
  return {
    of: (pair, field) => histories.get(`${pair.id} ${field}`) ?? [],
    tagWrites: pair => tags.get(pair.id) ?? [],
  }
}

/** A status that no transition leads to is reached by others, in one try. */
function withoutSteps(changes: readonly FieldChange[]): Change[] {
  const isStep = (one: Change, later: Change) =>
    one.by === 'bridge' && later.by === 'bridge' && one.side === later.side && one.readAt === later.readAt
  return changes.filter((one, index) => !changes.slice(index + 1).some(later => isStep(one, later)))
}

type FieldChange = Change & { field: EditedField }

/** Each entry of a ticket's history stands for one effect; people bear their name in the request. */
function readTicket({ effects, queries }: Journal, issue: Entry, attempts: readonly Attempt[]): FieldChange[] {
  const causes = effects.filter(({ effect, id }) => effect === 'issue.updated' && id === issue.id)
  const histories = issue.changelog.histories.toReversed() as Entry[]
  if (causes.length !== histories.length) throw new Error('the history does not match the journal')
  return histories.flatMap(({ created, items }, index) => {
    const at = Date.parse(created)
    const by = queries.get(causes[index]?.request)?.has('person') ? 'person' : 'bridge'
    const readAt = attempts.find(one => one.kind === 'update-ticket' && isDuring(one, at))?.startedAt ?? at
    return items.flatMap((item: Entry): FieldChange[] => {
      const field = ticketNames[item.field]
      if (field === undefined) return []
      const value = wordOfTicket(field, item.field === 'duedate' ? item.to : item.toString)
      return [{ field, side: 'ticket', by, value, at, readAt, stampBy: at + 1 }]
    })
  })
}

function readSoar({ effects, looks, queries }: Journal, pair: Pair, attempts: readonly Attempt[]) {
  const changes: FieldChange[] = []
  const tagWrites: TagWrite[] = []
  for (const { effect, container, fields, request, time } of effects) {
    if (effect !== 'container.updated' || String(container) !== pair.containerId) continue
    const at = Date.parse(time)
    const said = queries.get(request)
    const person = said?.get('person') ?? null
    const attempt = attempts.find(one => one.kind === 'update-container' && isDuring(one, at))
    const readAt = attempt?.startedAt ?? at
    const by = person === null ? 'bridge' : 'person'
    const command = JSON.parse(attempt?.command ?? '{}')
    const names = by === 'bridge' ? [...command.tags.add, ...command.tags.remove] : []
    if (fields.includes('tags')) tagWrites.push({ by, from: Number(said?.get('since') ?? readAt), to: at, names })
    for (const name of fields as string[]) {
      const field = soarNames[name]
      if (field === undefined) continue
      const value = person ?? wordIn(field, command.set)
      changes.push({ field, side: 'soar', by, value, at, readAt, stampBy: looks.find(look => look > at) ?? at })
    }
  }
  return { changes, tagWrites }
}

function isDuring({ startedAt, endedAt }: Attempt, at: number): boolean {
  return startedAt <= at && at <= endedAt
}

function wordIn(field: EditedField, fields: Entry): string {
  const value = String(fields[field])
  return field === 'dueTime' ? value.slice(0, 10) : value
}

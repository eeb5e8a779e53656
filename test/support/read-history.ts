import type { Change } from './agreement-model'
import type { Entry, Stage } from './stage'
import { type EditedField, editedFields, type Pair, wordOfTicket } from './two-sides'

/** All that happened to the fields of both sides, in order, by what the two systems wrote down. */
export interface Histories {
  of(pair: Pair, field: EditedField): Change[]
  /** Changes of the tags at SOAR: who made them, and between which moments others would have been written over. */
  tagWrites(pair: Pair): { by: Change['by']; from: number; to: number }[]
}

interface Journal {
  effects: Entry[]
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
    return { effects, queries: new Map(requests.map(({ seq, query }: Entry) => [seq, new URLSearchParams(query)])) }
  }
  const ofSoar = await journalOf(soar.get)
  const ofJira = await journalOf(path => jira.call('GET', path))
  const attempts = rows<Attempt>(attemptsQuery)
  const histories = new Map<string, Change[]>()
  const tags = new Map<string, ReturnType<Histories['tagWrites']>>()
  for (const pair of pairs) {
    const own = attempts.filter(({ ticket }) => ticket === pair.id)
    const issue = (await jira.call('GET', `/rest/api/2/issue/${pair.id}?expand=changelog`)).body
    const atSoar = readSoar(ofSoar, pair, own)
    const all = [...readTicket(ofJira, issue, own), ...atSoar.changes].sort((one, two) => one.at - two.at)
    for (const field of editedFields) {
      const ofField = all.filter(change => change.field === field).map(({ field: _, ...change }) => change)
      histories.set(`${pair.id} ${field}`, ofField)
    }
    tags.set(pair.id, atSoar.tagWrites)
  }
  return {
    of: (pair, field) => histories.get(`${pair.id} ${field}`) ?? [],
    tagWrites: pair => tags.get(pair.id) ?? [],
  }
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
      return [{ field, side: 'ticket', by, value, at, readAt }]
    })
  })
}

function readSoar({ effects, queries }: Journal, pair: Pair, attempts: readonly Attempt[]) {
  const changes: FieldChange[] = []
  const tagWrites: ReturnType<Histories['tagWrites']> = []
  for (const { effect, container, fields, request, time } of effects) {
    if (effect !== 'container.updated' || String(container) !== pair.containerId) continue
    const at = Date.parse(time)
    const said = queries.get(request)
    const person = said?.get('person') ?? null
    const attempt = attempts.find(one => one.kind === 'update-container' && isDuring(one, at))
    const readAt = attempt?.startedAt ?? at
    const by = person === null ? 'bridge' : 'person'
    if (fields.includes('tags')) tagWrites.push({ by, from: Number(said?.get('since') ?? readAt), to: at })
    for (const name of fields as string[]) {
      const field = soarNames[name]
      if (field === undefined) continue
      const value = person ?? wordIn(field, JSON.parse(attempt?.command ?? '{}').set ?? {})
      changes.push({ field, side: 'soar', by, value, at, readAt })
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

import type { Entry, Stage, StageOptions } from './stage'
import { waitUntil } from './wait-until'

/** Fields that people change on both sides. */
export const editedFields = ['severity', 'status', 'owner', 'dueTime', 'description'] as const
export type EditedField = (typeof editedFields)[number]
export type SideName = 'ticket' | 'soar'
export interface FieldEdit {
  field: EditedField
  value: string
}

/** What one side holds, in SOAR's words; the due time by its day. */
export interface SideView extends Record<EditedField, string> {
  tags: string[]
  /** All that was said, as it stands there. */
  talk: string[]
}

export interface Pair {
  id: string
  key: string
  containerId: string
}

/** People at one side. */
interface Side {
  /** False where the system says that there is nothing to change. */
  edit(pair: Pair, edit: FieldEdit): Promise<boolean>
  addTag(pair: Pair, tag: string): Promise<void>
  removeTag(pair: Pair, tag: string): Promise<void>
  say(pair: Pair, text: string): Promise<void>
  view(pair: Pair): Promise<SideView>
}

/** Tickets with their containers, and people at both; what people ask bears `person`, so that the bridge's requests can be told apart. */
export interface TwoSides extends Record<SideName, Side> {
  pairs: readonly Pair[]
  view(pair: Pair): Promise<Record<SideName, SideView>>
  /** How much the bridge changed on either side until now. */
  effects(): Promise<number>
}

const people = ['SOAR Bridge', 'Rosa Diaz', 'Sam Reed'] as const
const priorities = ['Lowest', 'Low', 'Medium', 'High', 'Highest']
const statuses = ['To Do', 'In Progress', 'Done']
const transitions = ['11', '21', '31']

export const words: Record<Exclude<EditedField, 'description'>, readonly string[]> = {
  severity: ['informational', 'low', 'medium', 'high', 'critical'],
  status: ['new', 'open', 'closed'],
  owner: people,
  dueTime: Array.from({ length: 28 }, (_, day) => `2027-02-${String(day + 1).padStart(2, '0')}`),
}

/** A value of the ticket in SOAR's word. */
export function wordOfTicket(field: EditedField, value: string): string {
  if (field === 'severity') return words.severity[priorities.indexOf(value)] ?? 'none'
  return field === 'status' ? (words.status[statuses.indexOf(value)] ?? 'none') : value
}

/** A policy of every kind. */
const rules = `
container:
  description: "{description}"
  severity:
${words.severity.map((word, rank) => `    - { when: { field: priority, equals: ${priorities[rank]} }, use: ${word} }`).join('\n')}
  status:
    - { when: { field: status, equals: Done }, use: closed }
    - { when: { field: status, equals: In Progress }, use: open }
  owner: [assignee.displayName]
  dueTime: [duedate]
fields:
  severity: { direction: both, conflict: max-severity }
  status: { direction: both, conflict: latest }
  owner: { direction: both, conflict: owner, owner: soar }
  dueTime: { direction: both, conflict: owner, owner: ticket }
  tags: { direction: both }
  description: { direction: both, conflict: hold }
toTicket:
  severity:
    - { field: priority, values: { ${words.severity.map((word, rank) => `${word}: ${priorities[rank]}`).join(', ')} } }
  status: [{ soar: new, to: [To Do] }, { soar: open, to: [In Progress] }, { soar: closed, to: [Done] }]
  owner: [{ field: assignee }]
  dueTime: [{ field: duedate, as: date }]
  tags: [{ field: labels }]
  description: [{ field: description }]
notes: { direction: both, audience: internal }
`

/** For `openStage`: both systems speak the same words, and SOAR is looked at every so many seconds. */
export function twoSidedStage(pollSeconds: number): StageOptions {
  const users = people.map(username => ({ username }))
  return {
    soar: { severities: words.severity, users },
    bridge: { polling: { seconds: pollSeconds }, jiraRules: rules },
  }
}

/** Files so many tickets and waits for their containers. */
export async function openTwoSides(stage: Stage, count: number): Promise<TwoSides> {
  const accounts = await readAccounts(stage)
  const fields = { description: 'first', duedate: '2027-01-01', assignee: { accountId: accounts.get('Sam Reed') } }
  const filed = []
  for (let number = 0; number < count; number += 1) {
    filed.push(await stage.jira.file({ summary: `Ticket ${number}`, ...fields }))
  }
  const links = () => stage.rows<{ ticket: string; container: string }>(linksQuery)
  await waitUntil('all tickets are linked', () => links().length === count)
  const containers = new Map(links().map(link => [link.ticket, link.container]))
  const sides = { ticket: createTicketSide(stage, accounts), soar: createSoarSide(stage, await readUsers(stage)) }
  return {
    ...sides,
    pairs: filed.map(({ id, key }) => ({ id, key, containerId: containers.get(id) ?? 'none' })),
    view: async pair => ({ ticket: await sides.ticket.view(pair), soar: await sides.soar.view(pair) }),
    effects: () => countEffects(stage),
  }
}

const linksQuery = 'select ticket_id as ticket, container_id as container from links where container_id is not null'

async function countEffects(stage: Stage): Promise<number> {
  const ofSoar = (await stage.soar.get('/_sandbox/requests')).body.requests
  const ofJira = (await stage.jira.call('GET', '/_sandbox/requests')).body.requests
  const ofBridge = [...ofSoar, ...ofJira].filter(({ query }: Entry) => !String(query).includes('person'))
  return ofBridge.flatMap(({ effects }: Entry) => effects).filter(effect => effect !== 'webhook.pushed').length
}

async function readAccounts(stage: Stage): Promise<Map<string, string>> {
  const found = (await stage.jira.call('GET', '/rest/api/2/user/search?query=.')).body as Entry[]
  return new Map(found.map(({ displayName, accountId }) => [displayName, accountId]))
}

async function readUsers(stage: Stage): Promise<Map<string, number>> {
  const found = (await stage.soar.get('/rest/ph_user?page_size=100')).body.data as Entry[]
  return new Map(found.map(({ username, id }) => [username, id]))
}

function isTaken({ status }: { status: number }): boolean {
  return status < 300
}

function expectTaken(answer: { status: number; body: unknown }): void {
  if (!isTaken(answer)) throw new Error(`Jira answered ${answer.status}: ${JSON.stringify(answer.body)}`)
}

function createTicketSide({ jira }: Stage, accounts: Map<string, string>): Side {
  const ask = async (method: string, { id }: Pair, [path, body]: [string, unknown]) => {
    const answer = await jira.call(method, `/rest/api/2/issue/${id}${path}?person`, body)
    return answer
  }
  const putLabels = async (pair: Pair, step: Record<string, string>) => {
    expectTaken(await ask('PUT', pair, ['', { update: { labels: [step] } }]))
  }
  return {
    edit: async (pair, { field, value }) => {
      if (field === 'status') {
        const transition = { id: transitions[words.status.indexOf(value)] }
        return isTaken(await ask('POST', pair, ['/transitions', { transition }]))
      }
      const fields = {
        severity: { priority: { name: priorities[words.severity.indexOf(value)] } },
        owner: { assignee: { accountId: accounts.get(value) } },
        dueTime: { duedate: value },
        description: { description: value },
      }[field]
      return isTaken(await ask('PUT', pair, ['', { fields }]))
    },
    addTag: (pair, tag) => putLabels(pair, { add: tag }),
    removeTag: (pair, tag) => putLabels(pair, { remove: tag }),
    say: async (pair, body) => {
      expectTaken(await ask('POST', pair, ['/comment', { body }]))
    },
    view: async pair => {
      const { fields } = (await jira.call('GET', `/rest/api/2/issue/${pair.id}`)).body
      return {
        severity: wordOfTicket('severity', fields.priority.name),
        status: wordOfTicket('status', fields.status.name),
        owner: fields.assignee?.displayName ?? 'nobody',
        dueTime: fields.duedate,
        description: fields.description,
        tags: fields.labels.toSorted(),
        talk: fields.comment.comments.map(({ body }: Entry) => body),
      }
    },
  }
}

function createSoarSide({ soar }: Stage, users: Map<string, number>): Side {
  const nameOf = new Map([...users].map(([name, id]) => [id, name]))
  // What a person says stands in the request, so that the sandbox's journal tells it.
  const ask = async (path: string, body: unknown, said: Record<string, string> = {}) => {
    const answer = await soar.post(`${path}?${new URLSearchParams({ person: '', ...said })}`, body)
    if (answer.status >= 300 || answer.body.failed) throw new Error(`SOAR answered ${JSON.stringify(answer.body)}`)
  }
  const read = async ({ containerId }: Pair) => (await soar.get(`/rest/container/${containerId}`)).body
  const changeTags = async (pair: Pair, change: (tags: string[]) => string[]) => {
    const since = Date.now()
    const { tags } = await read(pair)
    await ask(`/rest/container/${pair.containerId}`, { tags: change(tags) }, { since: String(since) })
  }
  return {
    edit: async ({ containerId }, { field, value }) => {
      const body = {
        severity: { severity: value },
        status: { status: value },
        owner: { owner_id: users.get(value) },
        dueTime: { due_time: `${value}T10:00:00.000Z` },
        description: { description: value },
      }[field]
      await ask(`/rest/container/${containerId}`, body, { person: value })
      return true
    },
    addTag: (pair, tag) => changeTags(pair, tags => [...tags, tag]),
    removeTag: (pair, tag) => changeTags(pair, tags => tags.filter(one => one !== tag)),
    say: (pair, content) =>
      ask('/rest/note', { container_id: Number(pair.containerId), title: 'Said', content, note_type: 'general' }),
    view: async pair => {
      const container = await read(pair)
      const notes = (await soar.list('/rest/note', { _filter_container: pair.containerId, page_size: '0' })).body.data
      return {
        severity: container.severity,
        status: container.status,
        owner: nameOf.get(container.owner) ?? 'nobody',
        dueTime: String(container.due_time).slice(0, 10),
        description: container.description,
        tags: container.tags.toSorted(),
        talk: notes.map(({ content }: Entry) => content),
      }
    },
  }
}

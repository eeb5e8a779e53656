import type { Audience } from '../../src/domain/command'
import type { BridgeSetup } from './bridge'
import { openJira } from './open-jira'
import { openServiceNow } from './open-servicenow'
import type { WireRequest } from './recording-proxy'

export type TlpKind =
  | 'note'
  | 'comment'
  | 'file name'
  | 'file'
  | 'description'
  | 'tag'
  | 'run'
  | 'result'
  | 'closing reason'

/** A ticketing system at whose wire is searched for what may not leave. */
export interface TlpSide {
  url: string
  /** What may leave as far as the rules say for these readers; the rest is for people who work on tickets. */
  byRules: readonly TlpKind[]
  rules(audience: Audience): string
  setup(url: string): Partial<BridgeSetup>
  pushTo(bridgeUrl: string): Promise<void>
  /** `mark` as people put it on a ticket there; empty for none. */
  file(title: string, mark: string): Promise<{ id: string; key: string }>
  /** What was said, by whom it is read. */
  saidFor(written: readonly WireRequest[]): { text: string; audience: Audience }[]
  idle(): Promise<void>
  close(): Promise<void>
}

const rulesFor = (audience: Audience, labels: string) => `
container: { tags: [] }
notes: { direction: both, audience: ${audience} }
files: { direction: both, audience: ${audience} }
results: { runs: true, approvals: true, tasks: true, link: true }
fields:
  description: { direction: both, conflict: latest, audience: ${audience} }
  tags: { direction: both, audience: ${audience} }
  status: { direction: to-ticket }
  closeReason: { direction: to-ticket, audience: ${audience} }
toTicket:
  description: [{ field: description }]
  tags: [{ field: ${labels} }]
`

const byRules = ['note', 'comment', 'file name', 'file', 'description', 'tag'] as const

async function openJiraSide(): Promise<TlpSide> {
  const jira = await openJira()
  const [visible, inside] = [false, true].map(internal =>
    JSON.stringify({ key: 'sd.public.comment', value: { internal } }),
  )
  return {
    url: jira.url,
    byRules,
    rules: audience => rulesFor(audience, 'labels'),
    setup: url => ({ jiraUrl: url, jira: { ...jira.connection, rules: 'rules.yaml' } }),
    pushTo: jira.pushTo,
    file: (title, mark) => jira.file({ summary: title, labels: mark === '' ? [] : [mark] }),
    saidFor: written =>
      written.flatMap(({ path, body: text }) => {
        if (!/\/comment(\/\d+)?(\?|$)/.test(path)) return []
        expect(text.includes(visible ?? '') !== text.includes(inside ?? '')).toBe(true)
        return [{ text, audience: text.includes(inside ?? '') ? ('internal' as const) : ('customer' as const) }]
      }),
    idle: jira.idle,
    close: jira.close,
  }
}

/** Closing asks for notes, which are a text as any other. */
const closing = `
  status: [{ soar: closed, to: [6], closes: true }]
  closing:
    - { field: close_code, otherwise: Solution provided }
    - { field: close_notes, text: "Closed: {closing.reason}" }
    - { field: close_notes, text: "Closed" }
tlp: { texts: [short_description, description] }
`

async function openServiceNowSide(): Promise<TlpSide> {
  const snow = await openServiceNow({ columns: { incident: ['u_labels'] } })
  const servicenow = { rules: 'rules.yaml' }
  return {
    url: snow.url,
    byRules: [...byRules, 'closing reason'],
    rules: audience => `${rulesFor(audience, 'u_labels').trimEnd()}${closing}`,
    setup: url => ({ servicenowUrl: url, servicenowAuth: snow.auth, servicenow }),
    pushTo: snow.pushTo,
    file: async (title, mark) => {
      const { sys_id: id = '', number: key = '' } = await snow.file({ short_description: `${title} ${mark}` })
      return { id, key }
    },
    saidFor: written =>
      written.flatMap(({ body }) => {
        const { work_notes, comments } = body.startsWith('{') ? JSON.parse(body) : { work_notes: '', comments: '' }
        return [
          ...(work_notes ? [{ text: work_notes as string, audience: 'internal' as const }] : []),
          ...(comments ? [{ text: comments as string, audience: 'customer' as const }] : []),
        ]
      }),
    idle: snow.idle,
    close: snow.close,
  }
}

export const tlpSides = { jira: openJiraSide, servicenow: openServiceNowSide }

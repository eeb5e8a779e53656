import { isJsonObject, type Json, type JsonObject } from '../../domain/json'

/**
 * What an answer to a write says (soar.md section 3). Only `done` and `existing` prove that the thing is there.
 * `unclear`: neither success with an id nor a refusal; never taken for success.
 */
export type Outcome =
  | { status: 'done'; id: string; body: JsonObject }
  | { status: 'existing'; id: string; of: 'container' | 'artifact' }
  | { status: 'refused'; message: string }
  | { status: 'unclear' }

const longestMessage = 200

/** The one place where `failed: true` decides, whatever the HTTP status was. `existing_*_id` are successes, also with it. */
export function judge(body: Json | undefined): Outcome {
  if (!isJsonObject(body)) return { status: 'unclear' }
  const container = readId(body.existing_container_id)
  if (container !== null) return { status: 'existing', id: container, of: 'container' }
  const artifact = readId(body.existing_artifact_id)
  if (artifact !== null) return { status: 'existing', id: artifact, of: 'artifact' }
  if (body.failed === true) return { status: 'refused', message: messageOf(body) }
  // What was queued has an id of its own name, and not always `success` (section 3; `run_id` in section 13).
  const queued = readId(body.playbook_run_id ?? body.action_run_id ?? body.run_id)
  if (queued !== null) return { status: 'done', id: queued, body }
  // Attachments alone are answered with `succeeded`.
  const id = readId(body.id)
  return (body.success === true || body.succeeded === true) && id !== null
    ? { status: 'done', id, body }
    : { status: 'unclear' }
}

/** SOAR answers ids as numbers, at some places as strings. */
export function readId(value: Json | undefined): string | null {
  if (typeof value === 'number' && Number.isSafeInteger(value) && value > 0) return String(value)
  return typeof value === 'string' && /^[1-9][0-9]{0,14}$/.test(value) ? value : null
}

/** SOAR's own words, cut: they may repeat the value refused, so they go to the timeline and into no error or log. */
function messageOf(body: JsonObject): string {
  return typeof body.message === 'string' ? body.message.slice(0, longestMessage) : 'no reason given'
}

/** What a known refusal means, in our words: SOAR has no codes (texts from soar.md sections 2 to 5). */
export interface Explanation {
  kind: 'rejected' | 'denied'
  code: string
  says: string
}

const explanations: readonly (Explanation & { text: string })[] = [
  { text: 'Invalid automation token', kind: 'denied', code: 'denied', says: 'the token is not valid' },
  { text: 'No supported auth information', kind: 'denied', code: 'denied', says: 'the credentials did not arrive' },
  { text: 'User is inactive', kind: 'denied', code: 'denied', says: 'the user is inactive' },
  { text: 'does not have permission', kind: 'denied', code: 'forbidden', says: 'our user may not do this' },
  { text: 'That page contains no results', kind: 'rejected', code: 'page-beyond-end', says: 'no such page' },
  { text: 'Requested item not found', kind: 'rejected', code: 'not-found', says: 'not found' },
  { text: 'is not a known label', kind: 'rejected', code: 'unknown-label', says: 'the label is unknown' },
  { text: 'Severity matching query', kind: 'rejected', code: 'unknown-severity', says: 'the severity is unknown' },
  { text: '"owner_id" Not found', kind: 'rejected', code: 'unknown-owner', says: 'the owner is unknown' },
  { text: 'ingesting asset', kind: 'rejected', code: 'unknown-asset', says: 'the asset or its tenant is unknown' },
  {
    text: 'Already added to Evidence',
    kind: 'rejected',
    code: 'already-evidence',
    says: 'it counts as evidence already; nothing is to be done',
  },
  {
    text: 'Closing note content is required',
    kind: 'rejected',
    code: 'note-required',
    says: 'the task needs a closing note; send one along',
  },
  {
    text: 'cannot be assigned both an owner and a role',
    kind: 'rejected',
    code: 'owner-and-role',
    says: 'name a user or a role, not both',
  },
  { text: 'Cannot resolve keyword', kind: 'rejected', code: 'bad-filter', says: 'a filter names an unknown field' },
  {
    text: 'Unsupported lookup',
    kind: 'rejected',
    code: 'bad-filter',
    says: 'a filter has an operator not for its field',
  },
]

export function explain(message: string): Explanation | undefined {
  return explanations.find(({ text }) => message.includes(text))
}

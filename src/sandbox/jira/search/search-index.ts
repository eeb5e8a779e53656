import type { Issue, Site } from '../site'

/** What searches find: the issues as they were `delayMs` ago, by the sandbox's clock. */
export interface SearchIndex {
  /** Takes note that an issue came, changed or went. */
  note(issue: Issue): void
  /** Everything that searches find now. */
  find(): Iterable<Issue>
  /** Catches up at once. */
  rebuild(): void
}

interface Waiting {
  dueMs: number
  id: string
  /** As it was then, or null where it was gone. */
  issue: Issue | null
}

/** Without a delay, searches look at the issues themselves. */
export function createSearchIndex(site: Site, delayMs: number): SearchIndex {
  if (delayMs === 0) return { note: () => undefined, find: () => site.issues.values(), rebuild: () => undefined }
  let visible = new Map<string, Issue>()
  let waiting: Waiting[] = []
  const catchUp = () => {
    const now = site.now()
    const firstLate = waiting.findIndex(({ dueMs }) => dueMs > now)
    const due = waiting.splice(0, firstLate < 0 ? waiting.length : firstLate)
    for (const { id, issue } of due) {
      if (issue === null) visible.delete(id)
      else visible.set(id, issue)
    }
  }
  return {
    note: issue => {
      const isThere = site.issues.has(issue.id)
      waiting.push({ dueMs: site.now() + delayMs, id: issue.id, issue: isThere ? copyIssue(issue) : null })
    },
    find: () => {
      catchUp()
      return visible.values()
    },
    rebuild: () => {
      waiting = []
      visible = new Map([...site.issues.values()].map(issue => [issue.id, copyIssue(issue)]))
    },
  }
}

/** Fields are replaced by a change, lists are added to. */
function copyIssue(issue: Issue): Issue {
  const { comments, attachments } = issue
  return { ...issue, comments: comments.map(comment => ({ ...comment })), attachments: [...attachments] }
}

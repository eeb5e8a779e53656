import { openSearch } from '../search/search-issues'
import { BOT, type Issue, type Person, type Site } from '../site'

/** Who is told of changes. */
export interface Webhook {
  id: string
  name: string
  url: string
  events: string[]
  /** Dynamic ones belong to an app, and die unless refreshed. */
  kind: 'admin' | 'dynamic'
  /** Epoch milliseconds, or null for ever. */
  expires: number | null
  /** Only of issues that this query finds. */
  jql: string
  isEnabled: boolean
  excludesBody: boolean
  /** Signs the raw body. */
  secret?: string
  /** Data Center only. */
  basic?: { user: string; password: string }
  headers?: Record<string, string>
  updatedBy: Person
  updated: number
}

export type WebhookSettings = Pick<Webhook, 'url'> & Partial<Omit<Webhook, 'id' | 'updatedBy' | 'updated'>>

/** The events of a webhook that names none. */
export const WEBHOOK_EVENTS = [
  'jira:issue_created',
  'jira:issue_updated',
  'jira:issue_deleted',
  'comment_created',
  'comment_updated',
  'comment_deleted',
]

/** Events that can be asked for; of the last ones, none is ever sent. */
export const KNOWN_EVENTS = [
  ...WEBHOOK_EVENTS,
  'attachment_created',
  'attachment_deleted',
  'issue_property_set',
  'issue_property_deleted',
  'issuelink_created',
  'issuelink_deleted',
  'worklog_created',
  'worklog_updated',
  'worklog_deleted',
]

export interface WebhookRegistry {
  add(settings: WebhookSettings, by: Person): Webhook
  change(webhook: Webhook, settings: Partial<WebhookSettings>, by: Person): void
  remove(id: string): boolean
  find(id: string): Webhook | undefined
  /** Those that have not expired. */
  all(): Webhook[]
  /** Those that are to be told of this. */
  listening(event: string, issue: Issue): Webhook[]
  /** Replaces all of them. */
  load(webhooks: readonly Webhook[]): void
  /** Only the webhooks of the start remain. */
  clear(): void
}

export function createWebhookRegistry(site: Site, initial: WebhookSettings[]): WebhookRegistry {
  const webhooks = new Map<string, Webhook>()
  const add = (settings: WebhookSettings, by: Person) => {
    const webhook: Webhook = {
      name: 'webhook',
      events: WEBHOOK_EVENTS,
      kind: 'admin',
      expires: null,
      jql: '',
      isEnabled: true,
      excludesBody: false,
      ...settings,
      id: site.nextId('webhook'),
      updatedBy: by,
      updated: site.now(),
    }
    webhooks.set(webhook.id, webhook)
    return webhook
  }
  const clear = () => {
    webhooks.clear()
    for (const settings of initial) add(settings, BOT)
  }
  const all = () => [...webhooks.values()].filter(({ expires }) => expires === null || expires > site.now())
  clear()
  return {
    add,
    change: (webhook, settings, by) => {
      Object.assign(webhook, settings, { updatedBy: by, updated: site.now() })
    },
    remove: id => webhooks.delete(id),
    find: id => all().find(webhook => webhook.id === id),
    all,
    listening: (event, issue) =>
      all().filter(webhook => webhook.isEnabled && webhook.events.includes(event) && fits(site, webhook, issue)),
    load: loaded => {
      webhooks.clear()
      for (const webhook of loaded) webhooks.set(webhook.id, webhook)
    },
    clear,
  }
}

function fits(site: Site, { jql, updatedBy }: Webhook, issue: Issue): boolean {
  if (jql.trim() === '') return true
  const search = openSearch(jql, { site, caller: updatedBy, nowMs: site.now() })
  return !('errors' in search) && search.matches(issue)
}

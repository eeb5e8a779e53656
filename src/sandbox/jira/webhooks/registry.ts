import { BOT, type Person, type Site } from '../site'

/** Who is told of changes. */
export interface Webhook {
  id: string
  name: string
  url: string
  events: string[]
  /** Signs the raw body. */
  secret?: string
  /** Data Center only. */
  basic?: { user: string; password: string }
  headers?: Record<string, string>
  updatedBy: Person
  updated: number
}

export type WebhookSettings = Pick<Webhook, 'url'> & Partial<Omit<Webhook, 'id' | 'updatedBy' | 'updated'>>

export const WEBHOOK_EVENTS = [
  'jira:issue_created',
  'jira:issue_updated',
  'jira:issue_deleted',
  'comment_created',
  'comment_updated',
  'comment_deleted',
]

export interface WebhookRegistry {
  add(settings: WebhookSettings, by: Person): Webhook
  remove(id: string): boolean
  find(id: string): Webhook | undefined
  all(): Webhook[]
  /** Replaces all of them. */
  load(webhooks: readonly Webhook[]): void
  /** Only the webhooks of the start remain. */
  clear(): void
}

export function createWebhookRegistry(site: Site, initial: WebhookSettings[]): WebhookRegistry {
  const webhooks = new Map<string, Webhook>()
  const add = (settings: WebhookSettings, by: Person) => {
    const webhook = {
      name: 'webhook',
      events: WEBHOOK_EVENTS,
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
  clear()
  return {
    add,
    remove: id => webhooks.delete(id),
    find: id => webhooks.get(id),
    all: () => [...webhooks.values()],
    load: loaded => {
      webhooks.clear()
      for (const webhook of loaded) webhooks.set(webhook.id, webhook)
    },
    clear,
  }
}

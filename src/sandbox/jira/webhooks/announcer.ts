import { createHmac } from 'node:crypto'
import type { Random } from '../random'
import type { Issue, Site } from '../site'
import type { Courier } from './courier'
import { type CommentHappening, type Envelope, type IssueHappening, wrapComment, wrapIssue } from './envelope'
import type { Webhook, WebhookRegistry } from './registry'

/** Tells every webhook that wants to know. */
export interface Announcer {
  announceIssue(happening: IssueHappening): void
  announceComment(happening: CommentHappening): void
}

export interface AnnouncerParts {
  site: Site
  registry: WebhookRegistry
  courier: Courier
  random: Random
}

export function createAnnouncer(parts: AnnouncerParts): Announcer {
  const { site, registry, courier } = parts
  const announce = (envelope: Envelope, issue: Issue) => {
    const body = Buffer.from(JSON.stringify(envelope))
    for (const webhook of registry.all().filter(({ events }) => events.includes(envelope.webhookEvent))) {
      courier.send({
        url: fillIn(webhook.url, issue),
        body,
        headers: address(parts, webhook, body),
        event: envelope.webhookEvent,
        isRetried: site.flavor === 'cloud',
      })
    }
  }
  return {
    announceIssue: happening => announce(wrapIssue(site, happening), happening.issue),
    announceComment: happening => {
      for (const envelope of wrapComment(site, happening)) announce(envelope, happening.issue)
    },
  }
}

/** Only Cloud identifies a delivery, by a header that stays the same across retries and that no signature covers. */
function address({ site, random }: AnnouncerParts, webhook: Webhook, body: Buffer): Record<string, string> {
  const { secret, basic, headers } = webhook
  const identifier = random.hex(32)
  return {
    'Content-Type': 'application/json; charset=UTF-8',
    'User-Agent': 'Atlassian Webhook HTTP Client',
    ...(site.flavor === 'cloud'
      ? { 'X-Atlassian-Webhook-Identifier': identifier, 'X-Atlassian-Webhook-Flow': 'Primary' }
      : {}),
    ...(secret ? { 'X-Hub-Signature': `sha256=${createHmac('sha256', secret).update(body).digest('hex')}` } : {}),
    ...(basic ? { Authorization: `Basic ${Buffer.from(`${basic.user}:${basic.password}`).toString('base64')}` } : {}),
    ...headers,
  }
}

/** Jira's variables in a webhook's address, as far as they are about an issue. */
function fillIn(url: string, issue: Issue): string {
  const { id, key, project } = issue
  const values = { 'issue.id': id, 'issue.key': key, 'project.id': project.id, 'project.key': project.key }
  return Object.entries(values).reduce((filled, [name, value]) => filled.replaceAll(`\${${name}}`, value), url)
}

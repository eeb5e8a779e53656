import { createHmac } from 'node:crypto'
import type { Random } from '../../stage/random'
import type { Issue, Site } from '../site'
import type { Courier } from './courier'
import {
  type AttachmentHappening,
  type CommentHappening,
  type Envelope,
  type IssueHappening,
  wrapAttachment,
  wrapComment,
  wrapIssue,
} from './envelope'
import type { Webhook, WebhookRegistry } from './registry'
import { signToken } from './sign-token'

/** Tells every webhook that wants to know. */
export interface Announcer {
  announceIssue(happening: IssueHappening): void
  announceComment(happening: CommentHappening): void
  announceAttachment(happening: AttachmentHappening): void
}

export interface AnnouncerParts {
  site: Site
  registry: WebhookRegistry
  courier: Courier
  random: Random
}

export function createAnnouncer(parts: AnnouncerParts): Announcer {
  const { site, registry } = parts
  const announce = (envelope: Envelope, issue: Issue) => {
    const listening = registry.listening(envelope.webhookEvent, issue)
    for (const webhook of listening.filter(({ kind }) => kind === 'admin')) post(parts, webhook, { envelope, issue })
    for (const group of groupByUrl(listening.filter(({ kind }) => kind === 'dynamic'))) {
      const [first] = group
      const matchedWebhookIds = group.map(({ id }) => Number(id))
      if (first !== undefined) post(parts, first, { envelope: { ...envelope, matchedWebhookIds }, issue })
    }
  }
  return {
    announceIssue: happening => announce(wrapIssue(site, happening), happening.issue),
    announceComment: happening => {
      for (const envelope of wrapComment(site, happening)) announce(envelope, happening.issue)
    },
    announceAttachment: happening => announce(wrapAttachment(site, happening), happening.issue),
  }
}

/** An app is told once, whichever of its webhooks fit. */
function groupByUrl(webhooks: Webhook[]): Webhook[][] {
  const groups = new Map<string, Webhook[]>()
  for (const webhook of webhooks) groups.set(webhook.url, [...(groups.get(webhook.url) ?? []), webhook])
  return [...groups.values()]
}

function post(parts: AnnouncerParts, webhook: Webhook, told: { envelope: Envelope; issue: Issue }): void {
  const { envelope, issue } = told
  const body = Buffer.from(webhook.excludesBody ? '' : JSON.stringify(envelope))
  parts.courier.send({
    url: fillIn(webhook.url, issue),
    body,
    headers: address(parts, webhook, body),
    event: envelope.webhookEvent,
    isRetried: parts.site.flavor === 'cloud',
  })
}

/** Only Cloud identifies a delivery, by a header that stays the same across retries and that no signature covers. */
function address({ site, random }: AnnouncerParts, webhook: Webhook, body: Buffer): Record<string, string> {
  const { secret, basic, headers, kind } = webhook
  const identifier = random.hex(32)
  return {
    'Content-Type': 'application/json; charset=UTF-8',
    'User-Agent': 'Atlassian Webhook HTTP Client',
    ...(site.flavor === 'cloud'
      ? { 'X-Atlassian-Webhook-Identifier': identifier, 'X-Atlassian-Webhook-Flow': 'Primary' }
      : {}),
    ...(secret ? { 'X-Hub-Signature': `sha256=${createHmac('sha256', secret).update(body).digest('hex')}` } : {}),
    ...(basic ? { Authorization: `Basic ${Buffer.from(`${basic.user}:${basic.password}`).toString('base64')}` } : {}),
    ...(kind === 'dynamic' ? { Authorization: `Bearer ${signToken(site)}` } : {}),
    ...headers,
  }
}

/** Jira's variables in a webhook's address, as far as they are about an issue. */
function fillIn(url: string, issue: Issue): string {
  const { id, key, project } = issue
  const values = { 'issue.id': id, 'issue.key': key, 'project.id': project.id, 'project.key': project.key }
  return Object.entries(values).reduce((filled, [name, value]) => filled.replaceAll(`\${${name}}`, value), url)
}

import { randomBytes } from 'node:crypto'
import { type JiraSandbox, startJiraSandbox } from '../../sandbox/jira/start-jira-sandbox'
import { type ServiceNowSandbox, startServiceNowSandbox } from '../../sandbox/servicenow/start-servicenow-sandbox'
import type { SandboxStep } from '../../sandbox/soar/automation/script'
import type { SoarSandboxOptions } from '../../sandbox/soar/options'
import { type SoarSandbox, startSoarSandbox } from '../../sandbox/soar/server'
import { askJson, basic } from './ask-json'
import { type BridgeParts, type OpenedBridge, openBridge } from './open-bridge'

/** Three stand-ins and a bridge between them, all in this process. */
export interface Stage {
  jira: JiraSandbox
  servicenow: ServiceNowSandbox
  soar: SoarSandbox
  bridge: OpenedBridge
  /** Somebody who works in SOAR. */
  analyst: { name: string; password: string }
  /** Of each webhook that Jira has registered; it sends every delivery to all of them. */
  jiraWebhooks: number
  close(): Promise<void>
}

/** Registered twice, as happens: every delivery comes twice. */
const jiraWebhooks = 2

/** Where this SOAR keeps why a container was closed. */
export const closeReasonField = 'closing_reason'

export async function openStage(parts: BridgeParts): Promise<Stage> {
  const opened: { close(): Promise<void> }[] = []
  const keep = <Thing extends { close(): Promise<void> }>(thing: Thing): Thing => {
    opened.unshift(thing)
    return thing
  }
  const close = async () => {
    for (const thing of opened.splice(0)) await thing.close()
  }
  const analyst = { name: 'ada', password: randomBytes(12).toString('hex') }
  try {
    // This SOAR refuses no duplicate artifact: whatever the bridge would send twice would stand there twice.
    const soar = keep(await startSoarSandbox({ artifactDedupe: 'none', ...automationFor(analyst) }))
    // Closing a ticket asks for a resolution here, as many workflows do.
    const jira = keep(await startJiraSandbox({ screens: { Done: { resolution: 'optional' } } }))
    const servicenow = keep(await startServiceNowSandbox())
    const secrets = { jira: randomBytes(24).toString('hex'), servicenow: randomBytes(24).toString('hex') }
    const bridge = keep(await openBridge(connectionsOf({ soar, jira, servicenow }, secrets), parts))
    for (let count = 1; count <= jiraWebhooks; count += 1) await registerAtJira(jira, bridge, secrets.jira)
    await registerAtServiceNow(servicenow, bridge, secrets.servicenow)
    return { jira, servicenow, soar, bridge, analyst, jiraWebhooks, close }
  } catch (error) {
    await close()
    throw error
  }
}

/** The analyst, and a playbook that asks her before it does anything. */
function automationFor({ name, password }: Stage['analyst']): SoarSandboxOptions {
  const steps: SandboxStep[] = [
    { action: 'lookup domain', name: 'who_sent_it', ms: 200 },
    { ask: name, minutes: 30, name: 'quarantine_mail' },
    { action: 'quarantine mail', name: 'quarantine', ms: 200 },
  ]
  return {
    users: [{ username: name, password, email: 'ada@acme.example' }],
    approvalAnswers: true,
    playbooks: [{ name: 'invoice_check', steps }],
  }
}

interface Sandboxes {
  soar: SoarSandbox
  jira: JiraSandbox
  servicenow: ServiceNowSandbox
}

function connectionsOf({ soar, jira, servicenow }: Sandboxes, secrets: { jira: string; servicenow: string }) {
  return {
    soar: [{ name: 'soar', url: soar.url, token: soar.token, label: 'events', closeReasonField }],
    tickets: [
      {
        name: 'jira',
        kind: 'jira',
        url: jira.url,
        auth: { email: jira.user, token: jira.token },
        webhook: { secrets: [secrets.jira] },
        soar: 'soar',
      },
      {
        name: 'servicenow',
        kind: 'servicenow',
        url: servicenow.url,
        auth: { user: servicenow.user, password: servicenow.password },
        tables: ['incident', 'sn_si_incident'],
        webhook: { header: secrets.servicenow },
        soar: 'soar',
      },
    ],
  }
}

/** As an administrator does under System → WebHooks. */
async function registerAtJira(jira: JiraSandbox, bridge: OpenedBridge, secret: string): Promise<void> {
  const kinds = ['created', 'updated', 'deleted']
  const events = [...kinds.map(kind => `jira:issue_${kind}`), ...kinds.map(kind => `comment_${kind}`)]
  await askJson(`${jira.url}/rest/webhooks/1.0/webhook`, {
    method: 'POST',
    headers: basic(jira.user, jira.token),
    body: { name: 'soarbridge', url: `${bridge.url}/webhooks/jira/jira`, events, secret },
  })
}

/** Two business rules: one sends the whole record, one says only that something happened to it. */
async function registerAtServiceNow(
  servicenow: ServiceNowSandbox,
  bridge: OpenedBridge,
  secret: string,
): Promise<void> {
  const shared = {
    url: `${bridge.url}/webhooks/servicenow/servicenow`,
    headers: { 'X-Bridge-Secret': secret },
  }
  const rules = [
    { tables: ['incident'], format: 'full' },
    { tables: ['sn_si_incident'], format: 'notification', withSysId: true },
  ]
  for (const rule of rules) {
    await askJson(`${servicenow.url}/_sandbox/push`, { method: 'POST', body: { ...shared, ...rule } })
  }
}

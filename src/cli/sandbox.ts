import { type Command, InvalidArgumentError, Option } from 'commander'
import type { Clock } from '../domain/clock'
import type { ServiceNowPushSettings } from '../sandbox/servicenow/start-servicenow-sandbox'
import { createCommand } from './arguments'
import { untilEndSignal } from './end-signal'
import { createSandboxCommandFor, type SandboxOptions, settingsOf, setUp } from './sandbox-options'
import type { Screen } from './screen'

export interface SandboxParts {
  screen: Screen
  clock: Clock
}

interface Sandbox {
  close(): Promise<void>
}

/** `soarbridge sandbox …`: stand-ins for the three systems, to try things against. */
export function createSandboxCommand(parts: SandboxParts): Command {
  return createCommand('sandbox', {
    summary: 'stand-ins for SOAR, Jira and ServiceNow, with real webhooks',
    example: 'soarbridge sandbox soar --port 9001',
  })
    .addCommand(createSoar(parts))
    .addCommand(createJira(parts))
    .addCommand(createServiceNow(parts))
}

function createSoar(parts: SandboxParts): Command {
  return createSandboxCommandFor(
    'soar',
    'a stand-in for Splunk SOAR',
    'soarbridge sandbox soar --port 9001 --dedupe sdi',
  )
    .addOption(
      new Option('--dedupe <way>', 'what makes two artifacts of a container one')
        .choices(['hash', 'sdi', 'none'])
        .default('hash'),
    )
    .option('--token <token>', "the automation user's token; made up without it")
    .option('--label <label...>', 'labels it knows (default: events, incident)')
    .option('--tls', 'speak TLS with a certificate of its own, printed as "ca"', false)
    .option('--training', 'answer as training pages tell: Bearer tokens, bare lists', false)
    .action(async (options: SandboxOptions & SoarOptions) => {
      const { dedupe, token, label, tls, training } = options
      const { startSoarSandbox } = await import('../sandbox/soar/server.js')
      const sandbox = await setUp(
        startSoarSandbox({
          ...settingsOf(options),
          artifactDedupe: dedupe,
          trainingDialect: training,
          ...(tls && { tls }),
          ...(token !== undefined && { token }),
          ...(label !== undefined && { labels: label }),
        }),
      )
      const { url, ca } = sandbox
      await stay(parts, sandbox, { url, token: sandbox.token, ...(ca !== undefined && { ca }) })
    })
}

interface SoarOptions {
  dedupe: 'hash' | 'sdi' | 'none'
  token?: string
  label?: string[]
  tls: boolean
  training: boolean
}

function createJira(parts: SandboxParts): Command {
  const example =
    'soarbridge sandbox jira --port 9002 --push http://127.0.0.1:8080/webhooks/jira/jira --push-secret hush'
  return createSandboxCommandFor('jira', 'a stand-in for Jira', example)
    .addOption(new Option('--flavor <flavor>', 'which Jira').choices(['cloud', 'datacenter']).default('cloud'))
    .option('--token <token>', 'API token of all accounts; made up without it')
    .option('--push <url>', 'where webhooks go', readUrl)
    .option('--push-secret <secret>', 'signs them (X-Hub-Signature)')
    .action(async (options: SandboxOptions & JiraOptions) => {
      const { flavor, token, push, pushSecret } = options
      const secret = pushSecret === undefined ? {} : { secret: pushSecret }
      const { startJiraSandbox } = await import('../sandbox/jira/start-jira-sandbox.js')
      const sandbox = await setUp(
        startJiraSandbox({
          ...settingsOf(options),
          flavor,
          ...(token !== undefined && { token }),
          ...(push !== undefined && { webhooks: [{ url: push, ...secret }] }),
        }),
      )
      await stay(parts, sandbox, { url: sandbox.url, user: sandbox.user, token: sandbox.token })
    })
}

interface JiraOptions {
  flavor: 'cloud' | 'datacenter'
  token?: string
  push?: string
  pushSecret?: string
}

function createServiceNow(parts: SandboxParts): Command {
  const example =
    'soarbridge sandbox servicenow --port 9003 --push http://127.0.0.1:8080/webhooks/servicenow/servicenow --push-header hush'
  return createSandboxCommandFor('servicenow', 'a stand-in for ServiceNow', example)
    .option('--password <password>', 'password of all accounts; made up without it')
    .option('--push <url>', 'where business rules post', readUrl)
    .option('--push-secret <secret>', 'signs the posts (X-ServiceNow-Signature)')
    .option('--push-header <secret>', 'sends X-Bridge-Secret')
    .option('--push-basic <user:password>', 'sends Basic credentials', readCredentials)
    .addOption(
      new Option('--push-format <format>', 'what the rules send')
        .choices(['full', 'flat', 'notification', 'incident-io'])
        .default('full'),
    )
    .action(async (options: SandboxOptions & ServiceNowOptions) => {
      const { password } = options
      const { startServiceNowSandbox } = await import('../sandbox/servicenow/start-servicenow-sandbox.js')
      const sandbox = await setUp(
        startServiceNowSandbox({
          ...settingsOf(options),
          pushes: pushesOf(options),
          ...(password !== undefined && { password }),
        }),
      )
      await stay(parts, sandbox, { url: sandbox.url, user: sandbox.user, password: sandbox.password })
    })
}

interface ServiceNowOptions {
  password?: string
  push?: string
  pushSecret?: string
  pushHeader?: string
  pushBasic?: { user: string; password: string }
  pushFormat: NonNullable<ServiceNowPushSettings['format']>
}

function pushesOf({
  push,
  pushSecret,
  pushHeader,
  pushBasic,
  pushFormat,
}: ServiceNowOptions): ServiceNowPushSettings[] {
  if (push === undefined) return []
  const rule = {
    url: push,
    format: pushFormat,
    ...(pushSecret !== undefined && { secret: pushSecret }),
    ...(pushHeader !== undefined && { headers: { 'X-Bridge-Secret': pushHeader } }),
    ...(pushBasic !== undefined && { basic: pushBasic }),
  }
  return [rule]
}

/** One line says that it listens, and how to log in; then it stays until it is told to end. */
async function stay({ screen, clock }: SandboxParts, sandbox: Sandbox, facts: Record<string, string>): Promise<void> {
  const signal = untilEndSignal(clock)
  screen.say(JSON.stringify({ ready: true, ...facts }))
  await signal
  await sandbox.close()
}

function readUrl(text: string): string {
  if (/^https?:\/\//.test(text) && URL.canParse(text)) return text
  throw new InvalidArgumentError('expected an http or https address')
}

function readCredentials(text: string): { user: string; password: string } {
  const colon = text.indexOf(':')
  if (colon > 0) return { user: text.slice(0, colon), password: text.slice(colon + 1) }
  throw new InvalidArgumentError('expected user:password')
}

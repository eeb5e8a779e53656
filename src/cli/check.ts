import type { Command } from 'commander'
import { type BridgeError, isBridgeError } from '../errors'
import { configOption, createCommand, type Defaults, jsonOption } from './arguments'
import { exitCodes, ToldFailure } from './run-program'
import type { Screen } from './screen'
import { printable } from './table'

/** A configuration without mistakes, rules included. */
export interface CheckedConfiguration {
  connections: { name: string; kind: string; rules?: string }[]
  /** Asks every system: do the credentials work, does SOAR know the words of the configuration and the rules? */
  checkOnline(): Promise<Finding[]>
}

export interface Finding {
  connection: string
  isGood: boolean
  /** In a sentence. */
  says: string
}

export interface CheckParts {
  screen: Screen
  defaults: Defaults
  /** Raises `misconfigured` with every mistake of the configuration, or of all rules. */
  checkConfiguration(configFile: string): Promise<CheckedConfiguration>
}

interface Options {
  config: string
  online: boolean
  json: boolean
}

/** `soarbridge check`: what is wrong, all at once, before anything runs. */
export function createCheckCommand(parts: CheckParts): Command {
  const { screen, defaults } = parts
  return createCommand('check', {
    summary: 'look for mistakes in the configuration and the rules',
    example: 'soarbridge check --config bridge.yaml\nsoarbridge check --online   # also asks every system',
  })
    .addOption(configOption(defaults))
    .option('--online', 'ask every system: credentials, and the words SOAR knows', false)
    .addOption(jsonOption())
    .action(async (options: Options) => {
      const { connections, checkOnline } = await checkFiles(parts, options)
      const online = options.online ? await checkOnline() : []
      const isGood = online.every(finding => finding.isGood)
      if (options.json) screen.say(JSON.stringify({ ok: isGood, mistakes: [], connections, online: online.map(view) }))
      else tell(screen, options.config, { connections, online })
      if (!isGood) throw new ToldFailure(exitCodes.failed)
    })
}

async function checkFiles(
  { screen, checkConfiguration }: CheckParts,
  { config, json }: Options,
): Promise<CheckedConfiguration> {
  try {
    return await checkConfiguration(config)
  } catch (error) {
    if (!json || !isBridgeError(error)) throw error
    screen.say(JSON.stringify({ ok: false, mistakes: mistakesOf(error) }))
    throw new ToldFailure(exitCodes.misconfigured)
  }
}

function mistakesOf({ mistakes, message }: BridgeError) {
  return mistakes.length > 0 ? mistakes : [{ path: '', message }]
}

function view({ connection, isGood, says }: Finding) {
  return { connection, ok: isGood, says }
}

function tell(
  screen: Screen,
  config: string,
  { connections, online }: { connections: CheckedConfiguration['connections']; online: Finding[] },
): void {
  screen.say(`${config} is good`)
  for (const { name, kind, rules } of connections) {
    screen.say(`  ${name} (${kind})${rules === undefined ? '' : `, rules: ${rules}`}`)
  }
  if (online.length > 0) screen.say('asked online:')
  for (const { connection, isGood, says } of online) {
    screen.say(`  ${isGood ? 'good' : 'BAD '}  ${connection}: ${printable(says)}`)
  }
}

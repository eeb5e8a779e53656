import { type Command, InvalidArgumentError } from 'commander'
import { BridgeError } from '../errors'
import { createCommand, wholeNumber } from './arguments'

/** What every sandbox takes on the command line. */
export interface SandboxOptions {
  port: number
  host: string
  scenario?: Record<string, unknown>[]
  seed: number
  state?: string
  save?: string
}

export function createSandboxCommandFor(name: string, summary: string, example: string): Command {
  return createCommand(name, { summary, example })
    .option('--port <n>', 'port to listen on; 0 takes a free one', wholeNumber({ min: 0, max: 65_535 }), 0)
    .option('--host <address>', 'address to listen on', '127.0.0.1')
    .option(
      '--scenario <name[:option=value,…]>',
      'misbehaves from the start, as in error:status=503,after=10,times=3; can be given several times',
      gatherScenarios,
    )
    .option('--seed <n>', 'decides all that is left to chance', wholeNumber({ min: 0, max: 999_999_999 }), 1)
    .option('--state <file>', 'goes on from the state in this file')
    .option('--save <file>', 'saves its state there when it ends')
}

/** What all sandboxes are started with. */
export function settingsOf({ port, host, scenario, seed, state, save }: SandboxOptions) {
  return {
    port,
    host,
    seed,
    ...(scenario !== undefined && { scenarios: scenario }),
    ...(state !== undefined && { stateFile: state }),
    ...(save !== undefined && { saveFile: save }),
  }
}

/** A scenario or a state that the sandbox cannot use is a mistake of whoever typed it. */
export async function setUp<Sandbox>(starting: Promise<Sandbox>): Promise<Sandbox> {
  try {
    return await starting
  } catch (error) {
    if (!(error instanceof Error) || error.name !== 'SetupError') throw error
    throw new BridgeError('misconfigured', error.message, { code: 'sandbox-setup' })
  }
}

function gatherScenarios(text: string, earlier: Record<string, unknown>[] = []): Record<string, unknown>[] {
  return [...earlier, text.startsWith('{') ? readJson(text) : readPairs(text)]
}

function readJson(text: string): Record<string, unknown> {
  try {
    return JSON.parse(text) as Record<string, unknown>
  } catch {
    throw new InvalidArgumentError('expected name:option=value,… or a JSON object')
  }
}

/** `error:status=503,path=/rest/container`. */
function readPairs(text: string): Record<string, unknown> {
  const colon = text.indexOf(':')
  const [name, rest] = colon < 0 ? [text, ''] : [text.slice(0, colon), text.slice(colon + 1)]
  const pairs = rest === '' ? [] : rest.split(',').map(readPair)
  return { name, ...Object.fromEntries(pairs) }
}

function readPair(text: string): [string, unknown] {
  const equals = text.indexOf('=')
  if (equals < 1) throw new InvalidArgumentError(`expected option=value instead of ${text}`)
  return [text.slice(0, equals), readValue(text.slice(equals + 1))]
}

function readValue(text: string): unknown {
  if (text === 'true' || text === 'false') return text === 'true'
  return /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : text
}

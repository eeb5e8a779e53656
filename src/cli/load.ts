import { type Command, Option } from 'commander'
import { configOption, createCommand, type Defaults, jsonOption } from './arguments'
import { exitCodes, ToldFailure } from './run-program'
import type { Screen } from './screen'
import { createProgress } from './soar/progress'
import { printable } from './table'

/** Which file goes where. */
export interface FeedAsked {
  file: string
  rules: string
  config: string
  connection?: string
}

/** What one identifier of a file came to. */
export interface LoadedContainer {
  identifier: string
  rows: number
  status: 'loaded' | 'refused' | 'skipped'
  containerId: string | null
  reason: string | null
}

/** A file of a threat feed, read and understood. */
export interface Feed {
  containers: number
  rows: number
  /** Where it is written down which containers are complete; there while a load is unfinished. */
  progressFile: string
  /** Loads what an earlier run left; writes down each container that is complete. */
  load(): AsyncIterable<LoadedContainer>
  /** Every container is complete. */
  finish(): void
}

export interface LoadParts {
  screen: Screen
  defaults: Defaults
  /** Raises `invalid` or `misconfigured` where file or rules cannot be read: then nothing was sent. */
  openFeed(asked: FeedAsked): Promise<Feed>
}

interface Options {
  rules: string
  config: string
  connection?: string
  check: boolean
  json: boolean
}

/** `soarbridge load …`: files of threat feeds into SOAR. */
export function createLoadCommand(parts: LoadParts): Command {
  const csv = createCommand('csv', {
    summary: 'rows of a CSV file become containers and artifacts of SOAR, grouped by their indicator',
    example:
      'soarbridge load csv indicators.csv --rules examples/feeds/indicators.yaml --check\n' +
      'soarbridge load csv indicators.csv --rules examples/feeds/indicators.yaml --connection soar',
  })
    .argument('<file>', 'the file, UTF-8; its first line names the columns')
    .requiredOption('--rules <file>', 'what of a row goes where')
    .addOption(configOption(parts.defaults))
    .addOption(new Option('--connection <name>', 'which SOAR, where the configuration has several'))
    .option('--check', 'read file and rules, say what would be loaded, send nothing', false)
    .addOption(jsonOption())
    .action((file: string, options: Options) => loadFile(parts, file, options))
  return createCommand('load', {
    summary: 'load a file of a threat feed into SOAR',
    example: 'soarbridge load csv indicators.csv --rules indicators.yaml',
  }).addCommand(csv)
}

async function loadFile({ screen, openFeed }: LoadParts, file: string, options: Options): Promise<void> {
  const { rules, config, connection, json } = options
  const feed = await openFeed({ file, rules, config, ...(connection !== undefined && { connection }) })
  const facts = { containers: feed.containers, rows: feed.rows }
  if (options.check) {
    return screen.say(
      json ? JSON.stringify(facts) : `${facts.rows} rows for ${facts.containers} containers; nothing sent`,
    )
  }
  const isTold = json || !screen.isTerminal
  const count = { loaded: 0, refused: 0, skipped: 0 }
  const progress = createProgress('containers', screen.isTerminal)
  progress.setTotal(feed.containers)
  try {
    for await (const one of feed.load()) {
      count[one.status] += 1
      progress.advance()
      if (isTold) screen.say(JSON.stringify(one))
      else if (one.status === 'refused') screen.note(printable(`${one.identifier}: ${one.reason ?? 'refused'}`))
    }
  } catch (error) {
    screen.note(`stopped; what is loaded stands in ${feed.progressFile}, and the same command goes on from there`)
    throw error
  } finally {
    progress.stop()
  }
  const summary = `${count.loaded} containers loaded, ${count.skipped} were there already, ${count.refused} refused`
  if (isTold) screen.note(summary)
  else screen.say(summary)
  if (count.refused > 0) throw new ToldFailure(exitCodes.failed)
  feed.finish()
}

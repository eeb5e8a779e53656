import type { Command } from 'commander'
import type { Clock } from '../domain/clock'
import type { Log } from '../telemetry/log'
import { configOption, createCommand, type Defaults } from './arguments'
import { untilEndSignal } from './end-signal'
import type { Screen } from './screen'

/** A bridge that is configured and not yet running. */
export interface PreparedBridge {
  log: Log
  start(): Promise<RunningBridge>
}

export interface RunningBridge {
  url: string
  stop(reason: string): Promise<void>
}

export interface ServeParts {
  screen: Screen
  defaults: Defaults
  clock: Clock
  /** Raises `misconfigured` with every mistake. */
  prepareBridge(configFile: string, writeLine?: (line: string) => void): Promise<PreparedBridge>
}

/** `soarbridge serve`: runs until it is told to stop, then finishes what runs. */
export function createServeCommand({ screen, defaults, clock, prepareBridge }: ServeParts): Command {
  return createCommand('serve', { summary: 'run the bridge', example: 'soarbridge serve --config bridge.yaml' })
    .addOption(configOption(defaults))
    .action(async ({ config }: { config: string }) => {
      const { log, start } = await prepareBridge(config)
      endOnBug(log)
      const signal = untilEndSignal(clock)
      const bridge = await start()
      // On standard error: standard output holds the log, one JSON object a line.
      screen.note(`soarbridge listens on ${bridge.url}`)
      await bridge.stop(await signal)
    })
}

/** What nobody caught leaves the process in a state nobody knows. All that was acknowledged is on disk. */
function endOnBug(log: Log): void {
  const end = (error: unknown) => {
    log.error('process.failed', {}, error)
    process.exit(1)
  }
  process.on('uncaughtException', end)
  process.on('unhandledRejection', end)
}

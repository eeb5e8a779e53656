import type { Fields } from './is-object'
import { checkState, labelState, readStateFile, writeStateFile } from './state-file'
import type { System } from './system'

export interface StateFiles {
  /** Goes on from this state, at the start and after each reset: a saved one, or an answer of `GET /_sandbox/state`. */
  stateFile?: string
  /** Where the state is saved when the sandbox closes, and by `POST /_sandbox/save`. */
  saveFile?: string
}

/** Where a system's state comes from and goes to. */
export interface StateKeeper {
  show(): Fields
  /** Replaces everything; throws a `SetupError` for what is no state of such a system, and then leaves all as it is. */
  load(state: unknown): Promise<void>
  /** Back to the state of the start. */
  reset(): Promise<void>
  /** Writes the state file, and names it; undefined where none was asked for. */
  save(): string | undefined
}

/** Brings the system to the state of the start; throws a `SetupError` where the file holds none. */
export function createStateKeeper(system: System, { stateFile, saveFile }: StateFiles): StateKeeper {
  const initial = stateFile === undefined ? undefined : readStateFile(system.name, stateFile)
  if (initial !== undefined) system.load(initial)
  return {
    show: () => labelState(system.name, system.show()),
    load: async state => {
      const checked = checkState(system.name, state)
      const before = system.snapshot()
      await system.reset()
      try {
        system.load(checked)
      } catch (error) {
        system.load(before)
        throw error
      }
    },
    reset: async () => {
      await system.reset()
      if (initial !== undefined) system.load(structuredClone(initial))
    },
    save: () => {
      if (saveFile !== undefined) writeStateFile(saveFile, labelState(system.name, system.snapshot()))
      return saveFile
    },
  }
}

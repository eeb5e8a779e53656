import { closeSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs'
import { type Fields, isObject } from './is-object'
import { SetupError } from './setup-error'

/** Grows when the shape of a state changes so that older sandboxes cannot read it. */
const STATE_VERSION = 1

/** A state with what it says of itself: from which sandbox it is, and in which version. */
export function labelState(sandbox: string, state: Fields): Fields {
  return { sandbox, version: STATE_VERSION, ...state }
}

/** Throws a `SetupError` for the state of another sandbox or of a later version. */
export function checkState(sandbox: string, state: unknown): Fields {
  if (!isObject(state) || state.sandbox !== sandbox)
    throw new SetupError(`this is no state of a sandbox for ${sandbox}`)
  if (state.version === STATE_VERSION) return state
  throw new SetupError(`the state has version ${String(state.version)}, this sandbox reads version ${STATE_VERSION}`)
}

/** Throws a `SetupError` where the file holds no state; what the disk refuses is raised as it is. */
export function readStateFile(sandbox: string, file: string): Fields {
  const text = readFileSync(file, 'utf8')
  try {
    return checkState(sandbox, JSON.parse(text))
  } catch (error) {
    if (error instanceof SyntaxError) throw new SetupError(`${file} is not JSON`)
    throw error instanceof SetupError ? new SetupError(`${file}: ${error.message}`) : error
  }
}

/** Whole or not at all: written beside it, then put in its place. Only its owner may read it. */
export function writeStateFile(file: string, state: Fields): void {
  const draft = `${file}.${process.pid}.tmp`
  const handle = openSync(draft, 'w', 0o600)
  try {
    writeSync(handle, JSON.stringify(state))
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
  renameSync(draft, file)
}

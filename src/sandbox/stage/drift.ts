import { type Fields, isObject } from './is-object'
import type { Random } from './random'

/** A field of some object within an answer. */
interface Place {
  holder: Fields
  name: string
}

interface Drift {
  /** Which fields it can happen to. */
  isOpenTo(value: unknown): boolean
  change(place: Place): void
}

const DRIFTS: Readonly<Record<string, Drift>> = {
  'number-as-string': {
    isOpenTo: value => typeof value === 'number',
    change: ({ holder, name }) => {
      holder[name] = String(holder[name])
    },
  },
  'missing-field': {
    isOpenTo: () => true,
    change: ({ holder, name }) => {
      delete holder[name]
    },
  },
  'null-object': {
    isOpenTo: isObject,
    change: ({ holder, name }) => {
      holder[name] = null
    },
  },
}

const NEW_FIELD = 'addedInThisRelease'

/**
 * Changes an answer as a vendor's new release does: one field, by its name, wherever it stands. `random` chooses what the
 * options leave open. An answer without a fitting field stays as it is.
 */
export function driftAnswer(answer: unknown, options: { drift?: string; field?: string }, random: Random): void {
  const kind = options.drift ?? choose(['extra-field', ...Object.keys(DRIFTS)], random) ?? ''
  const objects = listObjects(answer)
  const drift = DRIFTS[kind]
  if (drift === undefined) {
    for (const holder of objects) holder[options.field ?? NEW_FIELD] = { enabled: true }
    return
  }
  const open = objects.flatMap(holder =>
    Object.keys(holder).flatMap(name => (drift.isOpenTo(holder[name]) ? [{ holder, name }] : [])),
  )
  const wanted = options.field ?? choose([...new Set(open.map(({ name }) => name))], random)
  for (const place of open.filter(({ name }) => name === wanted)) drift.change(place)
}

function choose(names: string[], random: Random): string | undefined {
  return names[Math.floor(random.next() * names.length)]
}

/** All objects, the outer ones first; level by level, so that no depth overflows the stack. */
function listObjects(answer: unknown): Fields[] {
  const found: Fields[] = []
  for (let level = [answer]; level.length > 0; level = level.flatMap(listChildren)) {
    for (const value of level) if (isObject(value)) found.push(value)
  }
  return found
}

function listChildren(value: unknown): unknown[] {
  return isObject(value) || Array.isArray(value) ? Object.values(value) : []
}

import { invalidPattern, type Pattern, parsePattern, type TestUnit } from './parse-pattern'

/** A step of the compiled pattern; numbers are steps. */
type Step =
  | { type: 'unit'; test: TestUnit }
  | { type: 'fork'; to: number[] }
  | { type: 'edge'; edge: 'start' | 'end' }
  | { type: 'found' }

/** Steps under way at once after some text, and where each next unit leads. */
interface State {
  steps: number[]
  isFound: boolean
  isFoundAtEnd: boolean
  next: Map<number, State>
}

const MOST_STEPS = 4_000
const MOST_STATES = 1_000

/**
 * Whether a text holds the pattern somewhere, in time linear to the text whatever the pattern is: all ways are followed at
 * once, and what was worked out is remembered. Throws a `Failure` where the pattern cannot be read.
 */
export function createSearch(pattern: string, ignoresCase: boolean): (text: string) => boolean {
  const steps = compile(parsePattern(pattern, ignoresCase))
  let known = new Map<string, State>()
  const stateOf = (reached: Set<number>): State => {
    const key = [...reached].sort((a, b) => a - b).join()
    const found = known.get(key)
    if (found !== undefined) return found
    if (known.size >= MOST_STATES) known = new Map()
    const state = describeState(steps, reached)
    known.set(key, state)
    return state
  }
  const first = stateOf(reach(steps, [0], { start: true, end: false }))
  const advance = (state: State, unit: number): State => {
    const after = state.steps.filter(at => isPassedBy(steps[at], unit)).map(at => at + 1)
    const next = stateOf(reach(steps, [0, ...after], { start: false, end: false }))
    state.next.set(unit, next)
    return next
  }
  return text => {
    let state = first
    for (let at = 0; at < text.length && !state.isFound; at += 1) {
      const unit = text.charCodeAt(at)
      state = state.next.get(unit) ?? advance(state, unit)
    }
    return text === ''
      ? isFoundIn(steps, reach(steps, [0], { start: true, end: true }))
      : state.isFound || state.isFoundAtEnd
  }
}

function isPassedBy(step: Step | undefined, unit: number): boolean {
  return step?.type === 'unit' && step.test(unit)
}

function describeState(steps: readonly Step[], reached: Set<number>): State {
  return {
    steps: [...reached],
    isFound: isFoundIn(steps, reached),
    isFoundAtEnd: isFoundIn(steps, reach(steps, [...reached], { start: false, end: true })),
    next: new Map(),
  }
}

function isFoundIn(steps: readonly Step[], reached: Set<number>): boolean {
  return [...reached].some(at => steps[at]?.type === 'found')
}

/** Every step that can be come to from `from` without another unit. */
function reach(steps: readonly Step[], from: number[], edges: { start: boolean; end: boolean }): Set<number> {
  const reached = new Set<number>()
  const open = [...from]
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    if (reached.has(at)) continue
    reached.add(at)
    const step = steps[at]
    if (step?.type === 'fork') open.push(...step.to)
    if (step?.type === 'edge' && edges[step.edge]) open.push(at + 1)
  }
  return reached
}

function compile(pattern: Pattern): Step[] {
  const steps: Step[] = []
  const add = (step: Step): number => {
    if (steps.length >= MOST_STEPS) throw invalidPattern('too complex')
    return steps.push(step) - 1
  }
  const fork = (): { type: 'fork'; to: number[] } => {
    const step = { type: 'fork' as const, to: [] }
    add(step)
    return step
  }
  const emitEach: { [Type in Pattern['type']]: (part: Extract<Pattern, { type: Type }>) => void } = {
    unit: ({ test }) => void add({ type: 'unit', test }),
    edge: ({ edge }) => void add({ type: 'edge', edge }),
    sequence({ parts }) {
      // Nothing is a step too, so that no repeat of nothing goes on unseen.
      fork().to.push(steps.length)
      for (const part of parts) emit(part)
    },
    choice({ parts }) {
      const start = fork()
      const ends = parts.map(part => {
        start.to.push(steps.length)
        emit(part)
        return fork()
      })
      for (const end of ends) end.to.push(steps.length)
    },
    repeat({ part, min, max }) {
      for (let count = 0; count < min; count += 1) emit(part)
      if (max === Infinity) {
        const loop = fork()
        const back = steps.length - 1
        emit(part)
        fork().to.push(back)
        loop.to.push(back + 1, steps.length)
        return
      }
      const exits = Array.from({ length: max - min }, () => {
        const exit = fork()
        exit.to.push(steps.length)
        emit(part)
        return exit
      })
      for (const exit of exits) exit.to.push(steps.length)
    },
  }
  const emit = (part: Pattern): void => (emitEach[part.type] as (one: Pattern) => void)(part)
  emit(pattern)
  add({ type: 'found' })
  return steps
}

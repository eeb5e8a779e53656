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
  /** The same for ASCII, where nearly all look-ups are. */
  nextOfAscii: (State | undefined)[]
}

const ASCII = 128

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
    if (unit < ASCII) state.nextOfAscii[unit] = next
    else state.next.set(unit, next)
    return next
  }
  return text => {
    let state = first
    for (let at = 0; at < text.length && !state.isFound; at += 1) {
      const unit = text.charCodeAt(at)
      state = (unit < ASCII ? state.nextOfAscii[unit] : state.next.get(unit)) ?? advance(state, unit)
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
    nextOfAscii: new Array<State | undefined>(ASCII).fill(undefined),
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

/** The steps written so far, and how more are added. */
interface Program {
  steps: Step[]
  add(step: Step): void
  /** A step that leads wherever it is told later. */
  fork(): number[]
  emit(part: Pattern): void
}

function compile(pattern: Pattern): Step[] {
  const steps: Step[] = []
  const program: Program = {
    steps,
    add(step) {
      if (steps.length >= MOST_STEPS) throw invalidPattern('too complex')
      steps.push(step)
    },
    fork() {
      const to: number[] = []
      program.add({ type: 'fork', to })
      return to
    },
    emit(part) {
      if (part.type === 'unit' || part.type === 'edge') program.add(part)
      else if (part.type === 'sequence') emitSequence(program, part.parts)
      else if (part.type === 'choice') emitChoice(program, part.parts)
      else emitRepeat(program, part)
    },
  }
  program.emit(pattern)
  program.add({ type: 'found' })
  return steps
}

/** Nothing is a step too, so that no repeat of nothing goes on unseen. */
function emitSequence({ steps, fork, emit }: Program, parts: Pattern[]): void {
  fork().push(steps.length)
  for (const part of parts) emit(part)
}

function emitChoice({ steps, fork, emit }: Program, parts: Pattern[]): void {
  const start = fork()
  const ends = parts.map(part => {
    start.push(steps.length)
    emit(part)
    return fork()
  })
  for (const end of ends) end.push(steps.length)
}

function emitRepeat(program: Program, { part, min, max }: Extract<Pattern, { type: 'repeat' }>): void {
  const { steps, fork, emit } = program
  for (let count = 0; count < min; count += 1) emit(part)
  if (max === Infinity) {
    const back = steps.length
    const loop = fork()
    emit(part)
    fork().push(back)
    loop.push(back + 1, steps.length)
    return
  }
  const exits = Array.from({ length: max - min }, () => {
    const exit = fork()
    exit.push(steps.length)
    emit(part)
    return exit
  })
  for (const exit of exits) exit.push(steps.length)
}

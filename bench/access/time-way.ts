import { Agent, request } from 'node:http'
import { Latencies } from '../load/latencies'
import type { Way } from './ways'

/** Each of the two asked as if it were two, so that the same can be held against the same. */
const kinds = ['unknown', 'wrong', 'unknownAgain', 'wrongAgain'] as const
type Kind = (typeof kinds)[number]

export interface RoundOfWay {
  /** Time of unknown, as a multiple of that of wrong. */
  ratio: number
  /** How far the two times of the same request lie apart, as a share of them; the larger of the two. */
  noise: number
}

export interface TimedWay {
  name: string
  rounds: RoundOfWay[]
  /** In milliseconds, over all rounds. */
  times: { unknown: Latencies; wrong: Latencies }
}

export function createTimedWay({ name }: Way): TimedWay {
  return { name, rounds: [], times: { unknown: new Latencies(), wrong: new Latencies() } }
}

/** One round: all four in turn, in an order that changes by chance, one request under way. */
export async function timeRound(way: Way, port: number, timed: TimedWay): Promise<void> {
  const order = Array.from({ length: way.samples }, inAnyOrder)
  const took: Record<Kind, number[]> = { unknown: [], wrong: [], unknownAgain: [], wrongAgain: [] }
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  for (const kind of order.flat()) {
    const isUnknown = kind.startsWith('unknown')
    const ms = await timeDenial(agent, port, isUnknown ? way.unknown : way.wrong)
    took[kind].push(ms)
    timed.times[isUnknown ? 'unknown' : 'wrong'].add(ms)
  }
  agent.destroy()
  const [one, other, oneAgain, otherAgain] = kinds.map(kind => quicklyOf(took[kind])) as [
    number,
    number,
    number,
    number,
  ]
  timed.rounds.push({
    ratio: quicklyOf([...took.unknown, ...took.unknownAgain]) / quicklyOf([...took.wrong, ...took.wrongAgain]),
    noise: Math.max(Math.abs(one / oneAgain - 1), Math.abs(other / otherAgain - 1)),
  })
}

/** The lower quartile, as whoever listens would take it: the slower ones tell of the machine's other work. */
function quicklyOf(times: readonly number[]): number {
  const sorted = [...times].sort((one, other) => one - other)
  return sorted[Math.floor((sorted.length - 1) / 4)] ?? Number.NaN
}

function inAnyOrder(): Kind[] {
  const drawn = kinds.map(kind => ({ kind, lot: Math.random() }))
  return drawn.sort((one, other) => one.lot - other.lot).map(({ kind }) => kind)
}

/** Milliseconds until the whole answer is here. */
function timeDenial(agent: Agent, port: number, authorization: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const startedAt = performance.now()
    const sent = request({ agent, host: '127.0.0.1', port, path: '/v1/links', headers: { authorization } }, answer => {
      answer.resume().on('end', () => {
        if (answer.statusCode === 401) resolve(performance.now() - startedAt)
        else reject(new Error(`a wrong login was answered ${answer.statusCode}`))
      })
    })
    sent.on('error', reject).end()
  })
}

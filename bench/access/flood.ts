import { readPeakBytes } from '../load/memory'
import { type Accounts, basic } from './ways'

export interface Flood {
  /** Requests at the same moment. */
  parallel: number
  /** How many answers had which status, over all floods. */
  answers: Record<string, number>
  /** The most memory that the bridge held at once, before and during. */
  peakBytesBefore: number | null
  peakBytes: number | null
}

const parallel = 100

/** Sends logins all at once, again and again: every other one wrong, and each of those of another name. */
export async function flood({ port, pid }: { port: number; pid: number }, accounts: Accounts, times: number) {
  const result: Flood = { parallel, answers: {}, peakBytesBefore: readPeakBytes(pid), peakBytes: null }
  for (let time = 0; time < times; time += 1) {
    const logins = Array.from({ length: parallel }, (_, n) =>
      n % 2 === 0 ? accounts.goodLogin : basic(`nobody-${time}-${n}`, 'a password of nobody'),
    )
    for (const status of await Promise.all(logins.map(login => ask(port, login))))
      result.answers[status] = (result.answers[status] ?? 0) + 1
  }
  return { ...result, peakBytes: readPeakBytes(pid) }
}

async function ask(port: number, login: string): Promise<number> {
  const response = await fetch(`http://127.0.0.1:${port}/v1/links`, { headers: { Authorization: login } })
  await response.arrayBuffer()
  return response.status
}

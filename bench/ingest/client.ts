import { answerParent, readInput } from '../load/child'
import { openConnection } from '../load/connection'
import { type CpuUse, openCpuWindow } from '../load/cpu-window'
import { Latencies, type Percentiles } from '../load/latencies'
import { createJiraRequests } from './jira-requests'

export interface ClientInput {
  port: number
  /** Whose processor time is counted beside our own. */
  serverPid: number
  path: string
  secret: string
  /** Its deliveries are numbered from here on. */
  firstDelivery: number
  connections: number
  warmupSeconds: number
  seconds: number
  /** What every answer has to say, beside 202. */
  expect: string
}

export interface ClientResult extends Percentiles, Omit<CpuUse, 'ms'> {
  requestsPerSecond: number
  /** Processor time of the server for each answer; null where it cannot be read. */
  serverMicros: number | null
  bodyBytes: number
  /** Answers as expected, the warm-up's and the last ones under way included. */
  acknowledged: number
  /** Answers of any other kind, and connections that broke. */
  failed: number
  firstFailure: string | null
}

/** 64 senders, each posting its next delivery when the last was answered (closed loop); one round, then it ends. */
function runRound(input: ClientInput): void {
  const requests = createJiraRequests(input)
  const latencies = new Latencies()
  const round = { acknowledged: 0, failed: 0, firstFailure: null as string | null, open: input.connections }
  let isOver = false
  let measured: Omit<ClientResult, 'acknowledged' | 'failed' | 'firstFailure'> | undefined

  const fail = (what: string) => {
    round.failed += 1
    round.firstFailure ??= what
  }
  const finish = () => {
    if (measured === undefined) fail('every connection broke before the round was over')
    answerParent({ ...measured, ...round })
  }
  for (let number = 0; number < input.connections; number += 1) {
    const next = requests.forConnection()
    openConnection({
      host: '127.0.0.1',
      port: input.port,
      nextRequest: () => (isOver ? null : next()),
      onAnswer: (status, text, ms) => {
        latencies.add(ms)
        if (status === 202 && text.includes(input.expect)) round.acknowledged += 1
        else fail(text.slice(0, 500))
      },
      onEnd: error => {
        if (error !== undefined) fail(error.message)
        round.open -= 1
        if (round.open === 0) finish()
      },
    })
  }
  setTimeout(() => {
    latencies.clear()
    const closeWindow = openCpuWindow(input.serverPid)
    setTimeout(() => {
      const { ms, ...cpu } = closeWindow()
      isOver = true
      const { count } = latencies
      const serverMs = cpu.serverCpuPercent === null ? null : (cpu.serverCpuPercent / 100) * ms
      measured = {
        ...latencies.percentiles(),
        ...cpu,
        requestsPerSecond: (count / ms) * 1000,
        serverMicros: serverMs === null ? null : (serverMs * 1000) / count,
        bodyBytes: requests.bodyBytes,
      }
    }, input.seconds * 1000)
  }, input.warmupSeconds * 1000)
}

runRound(readInput<ClientInput>())

import { parseStrict } from '../../src/domain/strict-json'
import { answerParent } from '../load/child'
import { medianOf } from '../load/median'
import { buildJiraTemplate, marks } from './jira-body'

export interface StrictPassTimes {
  bodyBytes: number
  parseStrictMicros: number
  jsonParseMicros: number
}

const bodiesOfRound = 1000
const rounds = 15

/** What the strict pass costs beside the native parser alone, both from the same bytes, taken in turns. */
function timeStrictPass(): StrictPassTimes {
  const template = buildJiraTemplate()
  const bodies = Array.from({ length: bodiesOfRound }, (_, index) =>
    Buffer.from(template.replaceAll(marks.delivery, String(index).padStart(marks.delivery.length, '0'))),
  )
  const strict: number[] = []
  const native: number[] = []
  for (let round = 0; round < rounds; round += 1) {
    strict.push(timeEach(bodies, parseStrict))
    native.push(timeEach(bodies, body => JSON.parse(body.toString('utf8'))))
  }
  // The first rounds are the compiler's.
  const settled = (times: number[]) => medianOf(times.slice(5))
  return {
    bodyBytes: bodies[0]?.length ?? 0,
    parseStrictMicros: settled(strict),
    jsonParseMicros: settled(native),
  }
}

function timeEach(bodies: Buffer[], read: (body: Buffer) => unknown): number {
  const startedAt = performance.now()
  for (const body of bodies) read(body)
  return ((performance.now() - startedAt) * 1000) / bodies.length
}

answerParent(timeStrictPass())

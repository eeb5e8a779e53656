import type { Artifact } from '../domain/container'
import type { Json, JsonObject } from '../domain/json'
import type { TicketRef } from '../domain/ticket'
import { cutText } from './cut-text'
import { cefOf } from './observable-to-artifact'
import { type PostedResult, readResult } from './read-result'
import { longestText, resultFile } from './result-file'
import type { Rules } from './rules'
import { identifyResult } from './source-data-identifier'

/** The artifact of one result, which names the file of its raw data where that is longer; made of the result alone, so that it is the same whenever it is planned. */
export function resultArtifact(result: PostedResult, ticket: TicketRef, rules: Rules): Artifact {
  const { value, observable, engine, finding, firstFound } = readResult(result)
  const about = observable === undefined ? { cef: {}, cefTypes: {} } : cefOf(observable, rules)
  const severity = finding === undefined ? undefined : rules.enrichment.severity[finding]
  const file = resultFile(result, ticket)
  const texts = ['result', 'details', 'raw_data'].map(column => result.record[column] ?? '')
  return {
    sourceDataIdentifier: identifyResult(ticket, result.id),
    name: cutText(`${engine}: ${[value, finding ?? ''].join(' ').trim()}`, 255),
    label: rules.enrichment.label,
    ...(severity !== undefined && { severity }),
    tags: [],
    cef: {
      ...about.cef,
      ...(observable === undefined && value !== '' && { enrichmentSubject: value }),
      enrichmentKind: result.kind,
      resultId: result.id,
      sourceEngine: engine,
      ...(finding !== undefined && { finding }),
      ...(firstFound !== '' && { firstFound }),
      ...cutTexts({ result: texts[0], details: texts[1], rawData: texts[2] }),
      ...(file !== null && { rawDataSha256: file.sha256, rawDataFile: file.fileName }),
    },
    cefTypes: about.cefTypes,
  }
}

function cutTexts(texts: Record<string, string | undefined>): JsonObject {
  const filled = Object.entries(texts).filter((entry): entry is [string, string] => (entry[1] ?? '') !== '')
  return Object.fromEntries(
    filled.flatMap(([name, text]): [string, Json][] =>
      text.length <= longestText
        ? [[name, text]]
        : [
            [name, cutText(text, longestText)],
            [`${name}Length`, String(text.length)],
          ],
    ),
  )
}

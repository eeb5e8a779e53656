import type { CreateContainer } from '../domain/command'
import type { Artifact, Sensitivity } from '../domain/container'
import { sha256Hex } from '../domain/ids'
import { canonicalJson, type JsonObject } from '../domain/json'
import { BridgeError } from '../errors'
import { cutText } from './cut-text'
import type { FeedChoice, FeedCondition, FeedRules } from './feed-rules'

/** One row: column → value. */
export type FeedRow = ReadonlyMap<string, string>

/** Rows that share an identifier: what one container is made of. */
export interface FeedGroup {
  identifier: string
  /** In the order of the file; a row that stands there twice is here once. */
  rows: FeedRow[]
}

const sensitivities: readonly Sensitivity[] = ['white', 'green', 'amber', 'red']
const longest = { name: 250, value: 4000 }

/** Columns that the rules name and the file does not have. Raises `invalid` for them, before anything is sent. */
export function checkColumns(rules: FeedRules, columns: readonly string[]): void {
  const known = new Set(columns)
  const missing = [...new Set(columnsOf(rules))].filter(name => !known.has(name))
  if (missing.length === 0) return
  throw new BridgeError('invalid', `the file has no column ${missing.join(', ')}; it has ${columns.join(', ')}`, {
    code: 'column-unknown',
  })
}

/** The identifier of a row's container; empty where its columns are. */
export function identifierOf(row: FeedRow, rules: FeedRules): string {
  return fill(rules.container.identifier, row).trim()
}

/**
 * What SOAR should hold for a group: the gravest severity and the strictest sensitivity of its rows decide for the
 * container, and its last row is the artifact that starts automation. Equal groups give equal commands.
 */
export function containerOfGroup(
  { identifier, rows }: FeedGroup,
  rules: FeedRules,
  defaults: { label: string },
): CreateContainer {
  const { container } = rules
  const [first] = rows
  const last = rows.at(-1)
  if (first === undefined || last === undefined) throw new Error('a group has at least one row')
  return {
    kind: 'create-container',
    sourceDataIdentifier: identifier,
    fields: {
      name: cutText(fill(container.name, first), longest.name),
      description: fill(container.description, first),
      label: container.label ?? defaults.label,
      severity: gravest(
        rows.map(row => choose(container.severity, row) ?? 'medium'),
        rules.severityOrder,
      ),
      sensitivity: gravest(
        rows.map(row => choose(container.sensitivity, row) ?? 'amber'),
        sensitivities,
      ),
      status: container.status,
      tags: [
        ...new Set(rows.flatMap(row => container.tags.map(tag => fill(tag, row)).filter(tag => tag !== ''))),
      ].sort(),
      owner: null,
      dueTime: null,
      startTime: null,
      customFields: {},
    },
    observableArtifacts: rows.slice(0, -1).map(row => artifactOf(row, identifier, rules)),
    ticketArtifact: artifactOf(last, identifier, rules),
  }
}

/** Severities above one: where a container that was there already has such a one, it stays. */
export function severitiesAbove(severity: string, { severityOrder }: FeedRules): string[] {
  const at = severityOrder.indexOf(severity)
  return at === -1 ? [] : severityOrder.slice(at + 1)
}

/** Sensitivities above one, likewise. */
export function sensitivitiesAbove(sensitivity: Sensitivity): Sensitivity[] {
  return sensitivities.slice(sensitivities.indexOf(sensitivity) + 1)
}

function artifactOf(row: FeedRow, identifier: string, { artifact, container }: FeedRules): Artifact {
  const cef = fillEach(artifact.cef, row)
  const data = fillEach(artifact.data, row)
  const content = canonicalJson({ identifier, row: Object.fromEntries([...row].sort(([a], [b]) => (a < b ? -1 : 1))) })
  return {
    sourceDataIdentifier: `soarbridge:feed:${sha256Hex(content).slice(0, 40)}`,
    name: cutText(fill(artifact.name, row), longest.name),
    label: artifact.label,
    severity: choose(artifact.severity ?? container.severity, row) ?? 'medium',
    tags: [],
    cef,
    cefTypes: Object.fromEntries(Object.entries(artifact.cefTypes).filter(([key]) => Object.hasOwn(cef, key))),
    ...(Object.keys(data).length > 0 && { data }),
  }
}

/** An empty value is left out: an empty address is no address. */
function fillEach(templates: Readonly<Record<string, string>>, row: FeedRow): JsonObject {
  const filled = Object.entries(templates).map(([key, text]) => [key, cutText(fill(text, row), longest.value)] as const)
  return Object.fromEntries(filled.filter(([, text]) => text !== ''))
}

const placeholder = /\{([^{}]+)\}/g

/** `{COLUMN}` becomes the row's value; what is filled in is never read again. */
function fill(template: string, row: FeedRow): string {
  return template.replaceAll(placeholder, (_, name: string) => row.get(name) ?? '')
}

function choose<Word extends string>(chain: readonly FeedChoice<Word>[], row: FeedRow): Word | undefined {
  return chain.find(({ when }) => when === undefined || holds(when, row))?.use
}

/** Words compare without case; what is no number is below every number. */
function holds({ column, equals, contains, atLeast }: FeedCondition, row: FeedRow): boolean {
  const value = (row.get(column) ?? '').trim()
  if (atLeast !== undefined) return value !== '' && Number(value) >= atLeast
  const folded = value.toLowerCase()
  if (equals !== undefined) return folded === equals.trim().toLowerCase()
  return contains !== undefined && folded.includes(contains.trim().toLowerCase())
}

/** A word that stands nowhere in the order is below those that do. */
function gravest<Word extends string>(words: readonly Word[], order: readonly Word[]): Word {
  return words.reduce((worst, word) => (order.indexOf(word) > order.indexOf(worst) ? word : worst))
}

function columnsOf({ container, artifact }: FeedRules): string[] {
  const texts = [
    container.identifier,
    container.name,
    container.description,
    ...container.tags,
    artifact.name,
    ...Object.values(artifact.cef),
    ...Object.values(artifact.data),
  ]
  const chains: readonly (readonly FeedChoice[])[] = [
    container.severity,
    container.sensitivity,
    artifact.severity ?? [],
  ]
  const tested = chains.flat().flatMap(({ when }) => (when === undefined ? [] : [when.column]))
  return [...texts.flatMap(text => [...text.matchAll(placeholder)].map(match => match[1] ?? '')), ...tested]
}

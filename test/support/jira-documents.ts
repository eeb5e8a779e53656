import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import Ajv, { type ErrorObject } from 'ajv'

export type JiraFlavor = 'cloud' | 'datacenter'

/** What a document says of an exchange: it fits, it breaks these rules, or the document says nothing (and why). */
export type Judgment = { verdict: 'fits' } | { verdict: 'breaks'; rules: string[] } | { verdict: 'silent'; why: string }

export interface JiraRequest {
  flavor: JiraFlavor
  method: string
  /** With its query, without the site's address. */
  path: string
  /** Parsed JSON; undefined where there was none. */
  body?: unknown
  contentType?: string
}

export interface JiraAnswer {
  status: number
  contentType: string
  /** Parsed JSON, or text. */
  body: unknown
}

interface Parameter {
  name: string
  in: string
  required?: boolean
}

interface Operation {
  parameters?: Parameter[]
  requestBody?: { content: Record<string, unknown>; required?: boolean }
  responses: Record<string, { content?: Record<string, unknown> }>
}

/** An operation of a document, and the JSON pointer to it. */
export interface FoundOperation {
  operation: Operation
  /** As the document spells it. */
  template: string
  pointer: string
}

export interface JiraDocument {
  find(method: string, pathname: string): FoundOperation | undefined
  /** The errors of a value against the schema at a pointer, or of each of its elements. */
  check(pointer: string, value: unknown): string[]
}

const FILES: Record<JiraFlavor, string> = { cloud: 'jira-cloud-openapi.json', datacenter: 'jira-dc-openapi.json' }

/** Atlassian's document of one flavor, or null (with a line that says so) where it is not beside the project. */
export function readJiraDocument(flavor: JiraFlavor): JiraDocument | null {
  const file = path.resolve('..', 'shared', 'data', FILES[flavor])
  if (existsSync(file)) return createDocument(flavor, mend(flavor, JSON.parse(readFileSync(file, 'utf8'))))
  process.stdout.write(`skipped: Atlassian's ${FILES[flavor]} is not beside the project\n`)
  return null
}

type Paths = Record<string, Record<string, Operation>>

function createDocument(flavor: JiraFlavor, document: Record<string, unknown>): JiraDocument {
  const ajv = new Ajv({ strict: false, allErrors: true, validateFormats: true, validateSchema: false })
  for (const [name, format] of Object.entries(FORMATS)) ajv.addFormat(name, format)
  ajv.addSchema(document, flavor)
  const paths = document.paths as Paths
  const templates = Object.keys(paths).map(template => ({ template, parts: template.split('/') }))
  return {
    find: (method, pathname) => {
      const parts = pathname.split('/')
      const fitting = templates.filter(({ parts: wanted }) => fits(wanted, parts))
      // What is spelled out goes before what is a variable.
      const template = fitting.sort((a, b) => countVariables(a.parts) - countVariables(b.parts))[0]?.template
      const operation = template === undefined ? undefined : paths[template]?.[method.toLowerCase()]
      if (template === undefined || operation === undefined) return undefined
      return { operation, template, pointer: `#/paths/${escapeSegment(template)}/${method.toLowerCase()}` }
    },
    check: (pointer, value) => {
      const validate = ajv.getSchema(`${flavor}${pointer}`)
      if (validate === undefined) throw new Error(`no schema at ${pointer}`)
      return validate(value) ? [] : (validate.errors ?? []).map(describe)
    },
  }
}

/** Jira's times carry `+1000` without a colon, which the standard's format does not allow. */
const FORMATS: Record<string, RegExp | true> = {
  'date-time': /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:?\d\d)$/,
  date: /^\d{4}-\d\d-\d\d$/,
  uri: /^[a-z][a-z0-9+.-]*:\S*$/i,
  uuid: /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i,
  int32: true,
  int64: true,
  double: true,
  float: true,
  binary: true,
  json: true,
}

function fits(wanted: string[], parts: string[]): boolean {
  return (
    wanted.length === parts.length &&
    wanted.every((part, i) => (part.startsWith('{') ? parts[i] !== '' : part === parts[i]))
  )
}

function countVariables(parts: string[]): number {
  return parts.filter(part => part.startsWith('{')).length
}

function escapeSegment(segment: string): string {
  return segment.replaceAll('~', '~0').replaceAll('/', '~1')
}

function describe({ instancePath, message, params }: ErrorObject): string {
  return `${instancePath || 'the body'} ${message ?? ''} ${JSON.stringify(params)}`
}

/**
 * What the documents say and cannot mean. Data Center's is generated from Java, where any value is an "object", a
 * property's value a string; Cloud's demands two fields by names that its own schemas forbid.
 */
function mend(flavor: JiraFlavor, document: Record<string, unknown>): Record<string, unknown> {
  const isDataCenter = flavor === 'datacenter'
  const mended = JSON.parse(JSON.stringify(document), (_name, value) =>
    isDataCenter && isAnyJavaObject(value) ? {} : value,
  )
  const { schemas } = mended.components
  if (isDataCenter) schemas.EntityPropertyBean.properties.value = {}
  for (const name of isDataCenter ? [] : ['IssueBulkMovePayload', 'targetToSourcesMapping']) {
    const { required, properties } = schemas[name]
    schemas[name].required = required.filter((field: string) => Object.hasOwn(properties, field))
  }
  return mended
}

/** An object of which nothing is said. */
function isAnyJavaObject(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || !('type' in value) || value.type !== 'object') return false
  return Object.keys(value).every(key => ['type', 'description', 'example', 'readOnly', 'xml'].includes(key))
}

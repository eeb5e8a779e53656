import {
  type FoundOperation,
  type JiraAnswer,
  type JiraDocument,
  type JiraFlavor,
  type JiraRequest,
  type Judgment,
  readJiraDocument,
} from './jira-documents'

/** Judges exchanges with Jira by what Atlassian published. */
export interface JiraValidator {
  validateJiraRequest(request: JiraRequest): Judgment
  validateJiraAnswer(request: JiraRequest, answer: JiraAnswer): Judgment
}

/** Read and compiled once a test file: that takes a while. */
const found: { validator?: JiraValidator | null } = {}

/** Null where the documents are not beside the project. */
export function findJiraValidator(): JiraValidator | null {
  if (found.validator === undefined) found.validator = createJiraValidator()
  return found.validator ?? null
}

function createJiraValidator(): JiraValidator | null {
  const documents = { cloud: readJiraDocument('cloud'), datacenter: readJiraDocument('datacenter') }
  const { cloud, datacenter } = documents
  if (cloud === null || datacenter === null) return null
  const known: Record<JiraFlavor, JiraDocument> = { cloud, datacenter }
  return {
    validateJiraRequest: request => judgeRequest(known[request.flavor], request),
    validateJiraAnswer: (request, answer) => judgeAnswer(known[request.flavor], request, answer),
  }
}

const FITS: Judgment = { verdict: 'fits' }

function judgeRequest(document: JiraDocument, request: JiraRequest): Judgment {
  const found = findOperation(document, request)
  if (found === undefined) return { verdict: 'breaks', rules: [`no operation ${request.method} ${request.path}`] }
  const rules = [...checkQuery(found, request), ...checkBody(document, found, request)]
  return rules.length === 0 ? FITS : { verdict: 'breaks', rules }
}

function checkQuery({ operation }: FoundOperation, request: JiraRequest): string[] {
  const parameters = (operation.parameters ?? []).filter(parameter => parameter.in === 'query')
  const asked = [...new URL(request.path, 'http://jira').searchParams.keys()]
  const unknown = asked.filter(name => !parameters.some(parameter => parameter.name === name))
  const missing = parameters.filter(({ name, required }) => required === true && !asked.includes(name))
  return [
    ...unknown.map(name => `query parameter ${name} is not declared`),
    ...missing.map(({ name }) => `query parameter ${name} is missing`),
  ]
}

function checkBody(document: JiraDocument, { operation, pointer }: FoundOperation, request: JiraRequest): string[] {
  const content = operation.requestBody?.content
  if (content === undefined) return request.body === undefined ? [] : ['a body is not declared']
  const type = (request.contentType ?? '').split(';')[0]?.trim() ?? ''
  if (request.body === undefined && type === '') return operation.requestBody?.required ? ['the body is missing'] : []
  if (content[type] === undefined) return [`content type ${type} is not declared`]
  if (type !== 'application/json') return []
  return checkText(document, `${pointer}/requestBody/content/application~1json/schema`, request.body)
}

/** Data Center's document calls a property's value a string of JSON: any JSON is meant. */
function checkText(document: JiraDocument, pointer: string, body: unknown): string[] {
  const errors = document.check(pointer, body)
  return errors.some(error => error.startsWith('the body must be string')) ? [] : errors
}

function judgeAnswer(document: JiraDocument, request: JiraRequest, answer: JiraAnswer): Judgment {
  const found = findOperation(document, request)
  if (found === undefined) return { verdict: 'silent', why: `of ${request.method} ${readPathname(request)}` }
  const declared = found.operation.responses[String(answer.status)]
  const what = `${answer.status} of ${request.method} ${found.template}`
  if (declared === undefined) return { verdict: 'silent', why: `of ${what}` }
  const content = declared.content?.['application/json'] as { schema?: unknown } | undefined
  if (content?.schema === undefined) return { verdict: 'silent', why: `of the body of ${what}` }
  if (answer.status === 204 || answer.body === '') return FITS
  if (!answer.contentType.includes('json')) return { verdict: 'silent', why: `of a body that is not JSON: ${what}` }
  const pointer = `${found.pointer}/responses/${answer.status}/content/application~1json`
  return checkAnswer(document, pointer, dropNulls(answer.body))
}

/** Data Center's document names the element where a list, or a page of them, is answered. */
function checkAnswer(document: JiraDocument, pointer: string, body: unknown): Judgment {
  const schema = `${pointer}/schema`
  const errors = document.check(schema, body)
  const isOneMeant = Array.isArray(body) && errors.some(error => error.startsWith('the body must be object'))
  const rules = isOneMeant ? body.flatMap(item => document.check(schema, item)) : errors
  return rules.length === 0 ? FITS : { verdict: 'breaks', rules }
}

/** The documents hardly say where a null may stand; Jira answers many. */
function dropNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(dropNulls)
  if (typeof value !== 'object' || value === null) return value
  const kept = Object.entries(value).flatMap(([name, inner]) => (inner === null ? [] : [[name, dropNulls(inner)]]))
  // Without a prototype: a changelog's `toString` that is not there would be read as Object's own.
  return Object.assign(Object.create(null), Object.fromEntries(kept))
}

/** Cloud's document is of version 3; version 2 differs in texts alone. Data Center's paths leave out `/rest`. */
function findOperation(document: JiraDocument, request: JiraRequest): FoundOperation | undefined {
  const pathname = readPathname(request)
  const spelled =
    request.flavor === 'cloud'
      ? pathname.replace(/^\/rest\/api\/(2|latest)\//, '/rest/api/3/')
      : pathname.replace(/^\/rest(?=\/)/, '')
  return document.find(request.method, spelled)
}

function readPathname({ path }: JiraRequest): string {
  return new URL(path, 'http://jira').pathname
}

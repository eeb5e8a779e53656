import type { Violation } from './violation'

type Node = Record<string, unknown>

/** What the contract is held against. */
export interface ContractFacts {
  roles: readonly string[]
  /** Lists that stand in the contract and in the domain: the schema's name, or `Schema.property`. */
  lists: Record<string, readonly string[]>
}

interface Operation {
  where: string
  node: Node
}

/** A contract (parsed `openapi.yaml`) that is complete enough to be read, tried out and enforced. */
export function checkContract(document: Node, facts: ContractFacts): Violation[] {
  const operations = operationsOf(document)
  return [
    ...operations.flatMap(operation => [
      ...checkDescribed(document, operation),
      ...checkSecurity(document, operation, facts.roles),
      ...checkExamples(document, operation),
      ...checkProblem(operation),
    ]),
    ...checkUnique(operations),
    ...checkClosed(document, operations),
    ...checkLists(document, facts.lists),
  ]
}

export function operationsOf(document: Node): Operation[] {
  return Object.entries(childOf(document, 'paths')).flatMap(([path, methods]) =>
    Object.entries(methods as Node)
      .filter(([method]) => ['get', 'put', 'post', 'delete', 'patch', 'head', 'options'].includes(method))
      .map(([method, node]) => ({ where: `openapi.yaml ${method} ${path}`, node: node as Node })),
  )
}

function checkDescribed(document: Node, { where, node }: Operation): Violation[] {
  const missing = ['operationId', 'summary', 'description'].filter(name => !isText(node[name]))
  const known = listOf(document.tags).map(tag => (tag as Node).name)
  const tags = listOf(node.tags)
  return [
    ...missing.map(name => ({ where, what: `has no ${name}`, remedy: `write its ${name}` })),
    ...(tags.length === 0 ? [{ where, what: 'has no tag', remedy: 'tag it with the group it belongs to' }] : []),
    ...tags
      .filter(tag => !known.includes(tag))
      .map(tag => ({ where, what: `has the tag ${tag}`, remedy: 'describe the tag at the top of the contract' })),
  ]
}

/** Our own API's, as against the webhooks'. */
const ways = ['key', 'user']

function checkSecurity(document: Node, { where, node }: Operation, roles: readonly string[]): Violation[] {
  if (!Array.isArray(node.security))
    return [{ where, what: 'has no security', remedy: 'say who may call it, or write `security: []`' }]
  const schemes = Object.keys(childOf(childOf(document, 'components'), 'securitySchemes'))
  const found = node.security
    .flatMap(requirement => Object.entries(requirement as Node))
    .flatMap(([scheme, asked]) => {
      if (!schemes.includes(scheme))
        return [{ where, what: `asks for ${scheme}`, remedy: 'describe the scheme in components.securitySchemes' }]
      if (ways.includes(scheme) && listOf(asked).length === 0)
        return [{ where, what: 'asks for a caller without a role', remedy: 'name the role beside the scheme' }]
      return listOf(asked)
        .filter(role => !roles.includes(role as string))
        .map(role => ({ where, what: `asks for the role ${role}`, remedy: 'take a role of src/domain/role.ts' }))
    })
  return [...checkWays(where, node.security as Node[]), ...found]
}

/** Whoever may come with a key may come as a user, with the same roles. */
function checkWays(where: string, security: Node[]): Violation[] {
  const asked = ways.map(way => security.filter(requirement => way in requirement).map(requirement => requirement[way]))
  if (JSON.stringify(asked[0]) === JSON.stringify(asked[1])) return []
  return [{ where, what: 'takes keys and users unlike', remedy: 'write both, with the same roles' }]
}

function checkExamples(document: Node, { where, node }: Operation): Violation[] {
  const successes = Object.entries(childOf(node, 'responses')).filter(([status]) => status.startsWith('2'))
  const none = successes.length === 0 ? [{ where, what: 'has no success', remedy: 'declare its 2xx answer' }] : []
  const bodies: [string, unknown][] = [
    ...successes,
    ...(node.requestBody === undefined ? [] : [['request', node.requestBody] as [string, unknown]]),
  ]
  return [
    ...none,
    ...bodies.flatMap(([name, body]) =>
      Object.entries(childOf(resolve(document, body), 'content'))
        .filter(([, media]) => (media as Node).example === undefined && (media as Node).examples === undefined)
        .map(([type]) => ({
          where,
          what: `${name} ${type} has no example`,
          remedy: 'show one that a reader can copy',
        })),
    ),
  ]
}

function checkProblem({ where, node }: Operation): Violation[] {
  const fallback = childOf(node, 'responses').default as Node | undefined
  // What stands in for ServiceNow fails as ServiceNow does.
  const isSecops = where.includes(' /api/sn_sec_cmn/')
  const failure = isSecops ? 'EnrichmentFailure' : 'Problem'
  if (fallback?.$ref === `#/components/responses/${failure}`) return []
  const remedy = "add `default: { $ref: '#/components/responses/Problem' }`: an undeclared failure is answered as HTML"
  return [{ where, what: `has no default ${failure}`, remedy }]
}

function checkUnique(operations: Operation[]): Violation[] {
  const ids = operations.map(({ node }) => node.operationId)
  return operations
    .filter(({ node }, index) => ids.indexOf(node.operationId) !== index)
    .map(({ where, node }) => ({ where, what: `repeats ${node.operationId}`, remedy: 'give it an id of its own' }))
}

/** Objects that we answer name all their fields: a field too many is a leak or a slip. */
function checkClosed(document: Node, operations: Operation[]): Violation[] {
  const answered = new Set<unknown>()
  const open: Violation[] = []
  const descend = (given: unknown, where: string, isClosedAbove: boolean): void => {
    const schema = resolve(document, given)
    const name = typeof (given as Node)?.$ref === 'string' ? `openapi.yaml ${(given as Node).$ref}` : where
    if (answered.has(schema)) return
    answered.add(schema)
    const isClosed = isClosedAbove || schema.additionalProperties === false || schema.unevaluatedProperties === false
    if (schema.properties !== undefined && !isClosed)
      open.push({
        where: name,
        what: 'is an open answer',
        remedy: 'add `additionalProperties: false`, or `unevaluatedProperties: false` around an allOf',
      })
    for (const part of listOf(schema.allOf)) descend(part, name, isClosed)
    for (const part of [...listOf(schema.oneOf), ...listOf(schema.anyOf)]) descend(part, name, false)
    for (const [field, part] of Object.entries(childOf(schema, 'properties'))) descend(part, `${name}.${field}`, false)
    if (schema.items !== undefined) descend(schema.items, `${name}[]`, false)
  }
  for (const { where, node } of operations)
    for (const response of Object.values(childOf(node, 'responses')))
      for (const media of Object.values(childOf(resolve(document, response), 'content')))
        descend((media as Node).schema, where, false)
  return open
}

function checkLists(document: Node, lists: ContractFacts['lists']): Violation[] {
  const schemas = childOf(childOf(document, 'components'), 'schemas')
  return Object.entries(lists).flatMap(([name, ours]) => {
    const [schema = '', property] = name.split('.')
    const found = childOf(schemas, schema)
    const declared = listOf((property === undefined ? found : childOf(childOf(found, 'properties'), property)).enum)
    if ([...declared].sort().join() === [...ours].sort().join()) return []
    const remedy = `write both alike; the domain has ${ours.join(', ')}`
    return [{ where: `openapi.yaml ${name}`, what: `lists ${declared.join(', ')}`, remedy }]
  })
}

function resolve(document: Node, given: unknown): Node {
  const { $ref: reference } = (given ?? {}) as Node
  if (typeof reference !== 'string') return (given ?? {}) as Node
  return reference.slice(2).split('/').reduce(childOf, document)
}

function childOf(node: Node, name: string): Node {
  return (node[name] ?? {}) as Node
}

function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : []
}

function isText(value: unknown): boolean {
  return typeof value === 'string' && value.trim() !== ''
}

import { readFileSync } from 'node:fs'
import { convert } from 'openapi-to-postmanv2'

export const collectionFile = 'examples/postman/soarbridge.postman_collection.json'

export interface PostmanRequest {
  method: string
  url: { path: string[]; query?: { key: string; value: string; disabled?: boolean }[] }
  header?: { key: string; value: string }[]
  body?: { raw?: string }
}

export interface PostmanItem {
  name: string
  item?: PostmanItem[]
  request?: PostmanRequest
}

export interface PostmanCollection {
  item: PostmanItem[]
  variable: { key: string; value: string }[]
}

const variables = [
  { key: 'baseUrl', value: 'http://127.0.0.1:8080', type: 'string' },
  { key: 'bearerToken', value: '', type: 'string' },
]

/** The contract as a Postman collection, the same whenever it is generated: without ids by chance and without answers. */
export async function generatePostmanCollection(): Promise<string> {
  const collection = await toCollection(readFileSync('openapi.yaml', 'utf8'))
  const text = JSON.stringify({ ...(simplify(collection) as object), variable: variables }, null, 2)
  return `${text}\n`
}

function toCollection(contract: string): Promise<unknown> {
  const options = {
    folderStrategy: 'Tags',
    requestParametersResolution: 'Example',
    exampleParametersResolution: 'Example',
  } as const
  return new Promise((resolve, reject) => {
    convert({ type: 'string', data: contract }, options, (error, made) => {
      if (error === null && made?.result === true) resolve(made.output?.[0]?.data)
      else reject(new Error(`the contract cannot be converted: ${made?.reason ?? error?.message}`))
    })
  })
}

const byChance = ['id', '_postman_id', 'response', 'event']

function simplify(node: unknown, at = ''): unknown {
  if (Array.isArray(node)) return node.map(item => simplify(item, at))
  if (typeof node !== 'object' || node === null) return node
  const { key, value } = node as { key?: unknown; value?: unknown }
  // Each request its own: the same key with another body would be refused.
  const own = key === 'Idempotency-Key' && value !== undefined ? { value: '{{$guid}}' } : {}
  const isQuestion = at === 'query'
  const kept = Object.entries(node).filter(([name]) => !byChance.includes(name))
  const members = Object.fromEntries(kept.map(([name, member]) => [name, simplify(member, name)]))
  // Filters and flags are for whoever needs them; the converter draws their values by lot.
  return { ...members, ...own, ...(isQuestion && { value: '', disabled: true }) }
}

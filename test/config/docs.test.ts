import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { configJsonSchema, configReference } from '../../src/config/docs'
import { isJsonObject } from '../../src/domain/json'
import { jsonSchemaOfRules } from '../../src/mapping/rules'

const docs = join(__dirname, '../../../docs')
const remedy = 'after a change of the schema: npm run build && node dist/test/support/write-config-docs.js'

test('docs/bridge.schema.json is what the schema says', () => {
  const isFresh =
    readFileSync(join(docs, 'bridge.schema.json'), 'utf8') === `${JSON.stringify(configJsonSchema(), null, 2)}\n`
  expect(isFresh ? '' : remedy).toBe('')
})

test('docs/rules.schema.json is what the schema of the rules says', () => {
  const isFresh =
    readFileSync(join(docs, 'rules.schema.json'), 'utf8') === `${JSON.stringify(jsonSchemaOfRules(), null, 2)}\n`
  expect(isFresh ? '' : remedy).toBe('')
})

test('docs/configuration.md is what the schema says', () => {
  const isFresh = readFileSync(join(docs, 'configuration.md'), 'utf8') === configReference()
  expect(isFresh ? '' : remedy).toBe('')
})

test('every field says what it means', () => {
  const silent: string[] = []
  const visit = (node: unknown, path: string) => {
    if (!isJsonObject(node)) return
    if (path !== '' && node.description === undefined) silent.push(path)
    if (isJsonObject(node.properties))
      for (const [key, member] of Object.entries(node.properties)) visit(member, `${path}.${key}`)
    if (isJsonObject(node.items)) for (const variant of variantsOf(node.items)) visit(variant, `${path}[]`)
  }
  visit(configJsonSchema(), '')
  expect(silent).toEqual([])
})

test('the reference tells type, default and meaning of a field', () => {
  expect(configReference()).toContain(
    '| `port` | whole number, 0 to 65535 | `8080` | Port to listen on; 0 takes a free one. |',
  )
})

test('editors accept a variable where a number stands', () => {
  expect(configJsonSchema()).toMatchObject({
    properties: {
      server: { properties: { port: { default: 8080, anyOf: [{ type: 'integer' }, { $ref: '#/$defs/variable' }] } } },
    },
  })
})

function variantsOf(items: Record<string, unknown>): unknown[] {
  return Array.isArray(items.oneOf) ? items.oneOf : [items]
}

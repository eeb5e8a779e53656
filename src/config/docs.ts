import { z } from 'zod'
import { isJsonObject, type Json, type JsonObject } from '../domain/json'
import { configSchema } from './schema'

/** JSON Schema (2020-12) of `bridge.yaml` for editors: docs/bridge.schema.json. */
export function configJsonSchema(): JsonObject {
  const schema = allowVariables(plainSchema())
  return {
    ...(isJsonObject(schema) ? schema : {}),
    title: 'bridge.yaml of soarbridge',
    $defs: { variable: { type: 'string', pattern: '\\$\\{', description: 'An environment variable.' } },
  }
}

/** The reference of every field, in Markdown: docs/configuration.md. */
export function configReference(): string {
  const sections = Object.entries(membersOf(plainSchema())).flatMap(([name, node]) => {
    const items = isJsonObject(node.items) ? node.items : null
    if (items === null) return [describeSection(name, node)]
    return variantsOf(items).map(variant => describeSection(titleOf(name, variant), variant))
  })
  return `${[introduction, ...sections].join('\n\n')}\n`
}

const introduction = `# Configuration

<!-- Generated from src/config/schema.ts; a test holds it fresh. -->

\`bridge.yaml\` is named by \`--config\` or \`BRIDGE_CONFIG\`. All paths in it are relative to its own folder, the
database's too. An example that loads is [bridge.example.yaml](bridge.example.yaml); editors complete and check the file
with [bridge.schema.json](bridge.schema.json): \`# yaml-language-server: $schema=docs/bridge.schema.json\`.

- \`\${VAR}\` in any value is replaced from the environment, \`\${VAR:-default}\` with a default where the variable is
  unset or empty. A variable that is not set is a mistake. \`$\${\` stands for a plain \`\${\`.
- Every secret can come from a file: \`tokenFile\` instead of \`token\` and so on. Others must not be able to read the
  file (\`chmod 600\`, or 640 with a group); exactly one trailing line break is dropped. \`secretsFile\` holds one secret
  a line.
- Addresses must be https, unless the host is this machine (\`localhost\`, \`127.0.0.0/8\`, \`::1\`) or
  \`allowInsecure: true\` stands beside them.
- Unknown keys are mistakes. All mistakes are told at once, with file, line, path, what was expected and an example;
  the values of secrets are never shown.`

function describeSection(title: string, node: JsonObject): string {
  const head = `## ${title}\n\n${node.description}\n\n| field | type | default | meaning |\n|---|---|---|---|`
  return [head, ...rowsOf(node, '')].join('\n')
}

function titleOf(name: string, variant: JsonObject): string {
  const kind = membersOf(variant).kind?.const
  return kind === undefined ? `${name}[]` : `${name}[] of kind ${kind}`
}

function rowsOf(node: JsonObject, prefix: string): string[] {
  const required = Array.isArray(node.required) ? node.required : []
  return Object.entries(membersOf(node)).flatMap(([key, member]) => {
    const fallback = member.default === undefined ? '' : `\`${JSON.stringify(member.default)}\``
    const cells = [
      `\`${prefix}${key}\``,
      typeOf(member),
      required.includes(key) ? 'required' : fallback,
      member.description,
    ]
    return [`| ${cells.join(' | ')} |`, ...rowsOf(member, `${prefix}${key}.`)]
  })
}

function typeOf(node: JsonObject): string {
  if (node.const !== undefined) return `\`${node.const}\``
  if (Array.isArray(node.enum)) return node.enum.map(value => `\`${value}\``).join(', ')
  if (node.type === 'array') return `list of ${isJsonObject(node.items) ? typeOf(node.items) : 'anything'}`
  const range = node.maximum === Number.MAX_SAFE_INTEGER ? `from ${node.minimum}` : `${node.minimum} to ${node.maximum}`
  const words: Record<string, string> = {
    object: 'mapping',
    string: 'text',
    boolean: '`true`, `false`',
    integer: `whole number, ${range}`,
    number: `number, ${range}`,
  }
  return words[String(node.type)] ?? ''
}

function variantsOf(items: JsonObject): JsonObject[] {
  return Array.isArray(items.oneOf) ? items.oneOf.filter(isJsonObject) : [items]
}

function membersOf(node: JsonObject): Record<string, JsonObject> {
  const properties = isJsonObject(node.properties) ? node.properties : {}
  return Object.fromEntries(
    Object.entries(properties).filter((entry): entry is [string, JsonObject] => isJsonObject(entry[1])),
  )
}

function plainSchema(): JsonObject {
  const schema = z.toJSONSchema(configSchema, {
    io: 'input',
    override: ({ zodSchema, jsonSchema }) => {
      const { def } = zodSchema._zod
      // Zod leaves defaults of converted numbers out, and writes an empty one at every section.
      if (def.type === 'default') jsonSchema.default = def.defaultValue as Json
      if (def.type === 'prefault') delete jsonSchema.default
    },
  })
  return JSON.parse(JSON.stringify(schema))
}

/** Fields that are more than plain text also take a variable, which editors cannot look into. */
function allowVariables(schema: Json): Json {
  if (Array.isArray(schema)) return schema.map(allowVariables)
  if (!isJsonObject(schema)) return schema
  const { description, default: fallback, examples, ...rule } = schema
  const isNarrow = ['integer', 'number', 'boolean'].includes(String(rule.type)) || 'enum' in rule || 'pattern' in rule
  if (isNarrow && rule.const === undefined) {
    const words = Object.entries({ description, default: fallback, examples }).filter(
      ([, value]) => value !== undefined,
    )
    return { ...Object.fromEntries(words as [string, Json][]), anyOf: [rule, { $ref: '#/$defs/variable' }] }
  }
  return Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, allowVariables(value)]))
}

import type { FieldPath, Mistakes } from './mistakes'

/** Names and values as a process is given them. */
export type Environment = Readonly<Record<string, string | undefined>>

// `{` and `}` are YAML's own inside `{ … }` and `[ … ]`: private characters of the same width stand in while it is parsed.
const shields = { '{': '\uE000', '}': '\uE001' }

/** How a variable is written. */
export function variable(name: string): string {
  return `\${${name}}`
}

/** Lets `${VAR}` stand unquoted anywhere, also in `{ token: ${VAR} }`; positions in the text do not move. */
export function shieldBraces(content: string): string {
  return content.replace(/\$\{([A-Za-z_]\w*(?::-[^{}\n]*)?)\}/g, `$$${shields['{']}$1${shields['}']}`)
}

export function restoreBraces(tree: unknown): unknown {
  const restore = (text: string) => text.replaceAll(shields['{'], '{').replaceAll(shields['}'], '}')
  if (typeof tree === 'string') return restore(tree)
  if (Array.isArray(tree)) return tree.map(restoreBraces)
  if (typeof tree !== 'object' || tree === null) return tree
  return Object.fromEntries(Object.entries(tree).map(([key, value]) => [restore(key), restoreBraces(value)]))
}

/** Replaces the variables in every string; an empty key counts as absent. A value is never looked at again. */
export function expandVariables(
  tree: unknown,
  parts: { env: Environment; mistakes: Mistakes },
  path: FieldPath = [],
): unknown {
  if (typeof tree === 'string') return expandText(tree, parts, path)
  if (Array.isArray(tree)) return tree.map((item, index) => expandVariables(item, parts, [...path, index]))
  if (tree === null) return undefined
  if (typeof tree !== 'object') return tree
  return Object.fromEntries(
    Object.entries(tree).map(([key, value]) => [key, expandVariables(value, parts, [...path, key])]),
  )
}

const reference = /\$\$\{|\$\{(?:([A-Za-z_]\w*)(?::-([^{}]*))?\})?/g

function expandText(text: string, parts: { env: Environment; mistakes: Mistakes }, path: FieldPath): string {
  return text.replace(reference, (whole, name: string | undefined, fallback: string | undefined) => {
    if (whole === '$${') return '${'
    if (name === undefined) {
      parts.mistakes.add(
        path,
        `expected variables as ${variable('NAME')} or ${variable('NAME:-default')}; for example ${variable('SOAR_TOKEN')}, or $\${ for a plain \${`,
      )
      return whole
    }
    const value = parts.env[name]
    if (value !== undefined && (value !== '' || fallback === undefined)) return value
    if (fallback !== undefined) return fallback
    parts.mistakes.add(
      path,
      `expected the environment variable ${name} to be set; for example ${name}=…, or ${variable(`${name}:-default`)} here`,
    )
    return whole
  })
}

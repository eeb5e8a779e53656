import ts from 'typescript'
import type { SourceFile } from './source-files'
import { parseSource } from './syntax'

/** What `GET /_sandbox/scenarios` says of a scenario. */
export interface DescribedScenario {
  says: string
  applied: string
  options: Readonly<Record<string, { kind: { takes: string }; says: string }>>
}

/** One row an option; `alone` names the sandbox that knows the scenario where the others do not. */
export function renderScenarios(scenarios: [string, DescribedScenario, string?][]): string {
  const rows = scenarios.map(([name, { says, applied, options }, alone]) => {
    const where = alone === undefined ? '' : ` (${alone} only)`
    return row([`\`${name}\`${where}`, says, describeOptions(options), applied])
  })
  return [row(['name', 'what happens', 'options', 'carried out']), '|---|---|---|---|', ...rows].join('\n')
}

export function renderSchedule(options: DescribedScenario['options']): string {
  const rows = Object.entries(options).map(([name, { kind, says }]) => row([`\`${name}\``, kind.takes, says]))
  return [row(['option', 'is', 'means']), '|---|---|---|', ...rows].join('\n')
}

/** A table of the options that these interfaces hold, with what their comments say. */
export function renderSwitches(title: string, options: readonly (readonly [string, string])[]): string {
  const rows = options.map(([name, says]) => row([`\`${name}\``, says]))
  return [`### ${title}`, '', row(['switch', 'what it means']), '|---|---|', ...rows].join('\n')
}

/** The members of an interface with their comments; those of a list share the comment before them. */
export function listOptions(file: SourceFile, interfaceName: string): [string, string][] {
  const found: [string, string][] = []
  let last = ''
  for (const statement of parseSource(file).statements) {
    if (!ts.isInterfaceDeclaration(statement) || statement.name.text !== interfaceName) continue
    for (const member of statement.members) {
      last = commentOf(member) ?? last
      if (member.name !== undefined) found.push([member.name.getText(), last])
    }
  }
  if (found.length === 0) throw new Error(`${file.path} has no interface ${interfaceName}`)
  return found
}

/** The text with every `<!-- BEGIN name -->` part replaced. */
export function fillIn(text: string, parts: Readonly<Record<string, string>>): string {
  return Object.entries(parts).reduce((filled, [name, part]) => {
    const [begin, end] = [`<!-- BEGIN ${name} -->`, `<!-- END ${name} -->`]
    const [before, rest] = [filled.slice(0, filled.indexOf(begin)), filled.slice(filled.indexOf(end))]
    return `${before}${begin}\n\n${part}\n\n${rest}`
  }, text)
}

function describeOptions(options: DescribedScenario['options']): string {
  return Object.entries(options)
    .map(([name, { kind, says }]) => `\`${name}\` (${kind.takes}): ${says}`)
    .join('; ')
}

function commentOf(member: ts.TypeElement): string | undefined {
  const [doc] = ts.getJSDocCommentsAndTags(member)
  const text = doc === undefined ? undefined : ts.getTextOfJSDocComment(doc.comment)
  return text?.replace(/\s+/g, ' ').trim()
}

function row(cells: string[]): string {
  return `| ${cells.map(cell => cell.replaceAll('|', '\\|')).join(' | ')} |`
}

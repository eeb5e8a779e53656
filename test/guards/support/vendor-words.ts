import ts from 'typescript'
import type { SourceFile } from './source-files'
import { lineOf, parseSource, visitAll } from './syntax'
import type { Violation } from './violation'
import { wordsOf } from './words'

/** Words of each vendor's API, in any spelling; they end at the vendor's own folders. */
const vendorWords: Record<string, readonly string[]> = {
  jira: [
    'issue_key',
    'issue_type',
    'issue_link',
    'account_id',
    'webhook_event',
    'changelog',
    'customfield',
    'adf',
    'jql',
  ],
  servicenow: [
    'sys_id',
    'sysparm',
    'sys_mod_count',
    'sys_updated_on',
    'sys_class_name',
    'short_description',
    'work_notes',
  ],
  soar: ['run_automation', 'existing_container_id', 'existing_artifact_id', 'ph_user', 'phantom'],
}

/** Vendor words in code and strings outside that vendor's folders; comments may explain. */
export function checkVendorWords(files: SourceFile[]): Violation[] {
  return files.flatMap(file => {
    const foreign = Object.entries(vendorWords).filter(([vendor]) => !isHomeOf(vendor, file.path))
    return [...textsOf(file)].flatMap(([text, line]) => {
      const spoken = `_${wordsOf(text).join('_')}_`
      return foreign.flatMap(([vendor, words]) =>
        words
          .filter(word => spoken.includes(`_${word}_`))
          .map(word => violationOf(`${file.path}:${line}`, word, vendor)),
      )
    })
  })
}

/** Every name and string of a file, and the line it stands on first. `sysId`, `sys-id` and `sys_id` are one word. */
function textsOf(file: SourceFile): Map<string, number> {
  const texts = new Map<string, number>()
  visitAll(parseSource(file), node => {
    const text = textOf(node)
    if (text !== undefined && !texts.has(text)) texts.set(text, lineOf(node))
  })
  return texts
}

/** The demo files its tickets the way a vendor's user would; one door stands in for ServiceNow's own. */
function isHomeOf(vendor: string, file: string): boolean {
  return (
    file.startsWith('src/cli/demo/') ||
    (vendor === 'servicenow' && file.startsWith('src/http/secops/')) ||
    file.startsWith(`src/connectors/${vendor}/`) ||
    file.startsWith(`src/sandbox/${vendor}/`)
  )
}

function textOf(node: ts.Node): string | undefined {
  if (ts.isIdentifier(node) || ts.isStringLiteralLike(node) || ts.isTemplateLiteralToken(node)) return node.text
  return undefined
}

function violationOf(where: string, word: string, vendor: string): Violation {
  const remedy = `it is a word of ${vendor}: translate it in src/connectors/${vendor}`
  return { where, what: `says ${word}`, remedy }
}

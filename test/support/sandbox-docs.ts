import { readFileSync } from 'node:fs'
import { soarVoice } from '../../src/sandbox/soar/soar-voice'
import { CATALOG, SCHEDULE } from '../../src/sandbox/stage/catalog'
import {
  type DescribedScenario,
  fillIn,
  listOptions,
  renderScenarios,
  renderSchedule,
  renderSwitches,
} from '../guards/support/sandbox-docs'

export const sandboxPage = 'docs/sandboxes.md'

/** No switches: where a sandbox listens, what it logs in with, and what the page explains elsewhere. */
const plain = new Set(['port', 'host', 'token', 'password', 'state', 'scenarios', 'now', 'clock', 'switches'])

const interfaces: [string, [file: string, name: string][]][] = [
  [
    'SOAR',
    [
      ['src/sandbox/soar/options.ts', 'SoarSandboxOptions'],
      ['src/sandbox/soar/administration/options.ts', 'AdministrationOptions'],
      ['src/sandbox/soar/automation/script.ts', 'AutomationOptions'],
    ],
  ],
  ['Jira', [['src/sandbox/jira/options.ts', 'JiraSandboxOptions']]],
  [
    'ServiceNow',
    [
      ['src/sandbox/servicenow/options.ts', 'ServiceNowSandboxOptions'],
      ['src/sandbox/servicenow/switches.ts', 'Switches'],
    ],
  ],
]

/** The page as the code would have it. */
export function renderSandboxPage(text: string): string {
  const common = Object.entries(CATALOG).map(([name, facts]): [string, DescribedScenario] => [name, facts])
  const own = Object.entries(soarVoice.own).map(([name, facts]): [string, DescribedScenario, string] => {
    return [name, facts, 'SOAR']
  })
  const switches = interfaces.map(([title, parts]) => {
    const options = parts.flatMap(([path, name]) => listOptions({ path, text: readFileSync(path, 'utf8') }, name))
    return renderSwitches(
      title,
      options.filter(([name]) => !plain.has(name)),
    )
  })
  return fillIn(text, {
    scenarios: renderScenarios([...common, ...own]),
    schedule: renderSchedule(SCHEDULE),
    switches: switches.join('\n\n'),
  })
}

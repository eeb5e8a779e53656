import { createColors } from 'picocolors'
import { isJsonObject } from '../../domain/json'
import type { Screen } from '../screen'
import type { Deliveries } from './deliveries'
import type { Stage } from './stage'
import type { Tally } from './tally'

/** Tells the story on the screen. */
export interface Narrator {
  open(stage: Stage): void
  /** Begins a part of the story. */
  chapter(title: string): void
  act(where: string, what: string): void
  news(line: string): void
  /** A line of the bridge's own log, which shows warnings and errors only. */
  logLine(line: string): void
  sumUp(tally: Tally, deliveries: Deliveries): void
  showWhereToLook(stage: Stage, tally: Tally): void
}

const indent = ' '.repeat(14)

export function createNarrator(screen: Screen): Narrator {
  const { bold, dim, green, red, cyan } = createColors(screen.isTerminal)
  const say = screen.say
  return {
    open: ({ jira, servicenow, soar, bridge }) => {
      say(bold('soarbridge demo: tickets become Splunk SOAR containers, and what happens there comes back'))
      say('Three stand-ins for the real systems and the bridge run in this process; all tickets are made up.')
      say('')
      say(`  Jira         ${jira.url}   pushes signed webhooks`)
      say(`  ServiceNow   ${servicenow.url}   pushes from business rules`)
      say(`  soarbridge   ${bridge.url}   stores each delivery, then works in order`)
      say(`  Splunk SOAR  ${soar.url}   gets containers and artifacts`)
      say('')
    },
    chapter: title => {
      say('')
      say(bold(title))
    },
    act: (where, what) => say(`${bold(where.padEnd(12))}  ${what}`),
    news: line => say(`${indent}${green(line)}`),
    logLine: line => say(dim(`${indent}${retellLogLine(line)}`)),
    sumUp: ({ tickets, containers, artifacts, copies, lost, duplicated }, { jira, servicenow, kept }) => {
      const verdict = `${lost} lost, ${duplicated} duplicated`
      say('')
      say(bold('What is there now, by the ledgers of Jira, ServiceNow and SOAR themselves'))
      say(
        `  ${tickets} tickets, ${containers} containers, ${artifacts} artifacts, ${copies} copies of comments, notes and files: ${lost + duplicated === 0 ? green(verdict) : red(verdict)}`,
      )
      say(
        `  ${jira} deliveries of Jira (its webhook is registered twice, as happens: each came twice) and ${servicenow} of ServiceNow;`,
      )
      say(
        `  the bridge kept ${kept} of them and knew the others again. SOAR's own check for duplicate artifacts was off.`,
      )
    },
    showWhereToLook: (stage, { links }) => {
      say('')
      say(bold('Where to look (until Ctrl-C)'))
      const container = links.find(link => link.container !== null)?.container ?? '1'
      for (const [what, how] of placesToLook(stage, { container, ticket: links[0]?.ticket ?? '' })) {
        say(`  ${what.padEnd(14)}  ${how.startsWith('http') ? cyan(how) : how}`)
      }
    },
  }
}

function placesToLook({ bridge, soar }: Stage, { container, ticket }: { container: string; ticket: string }) {
  const { url, viewerKey } = bridge
  const command = `node dist/src/main.js links timeline ${ticket}`
  return [
    ['a container', `${soar.url}/mission/${container}`],
    ['the API', `${url}/docs`],
    ['the links', `curl -H 'Authorization: Bearer ${viewerKey}' ${url}/v1/links`],
    ['one timeline', `BRIDGE_URL=${url} BRIDGE_KEY=${viewerKey} ${command}`],
    ['the metrics', `curl ${url}/metrics`],
  ] as const
}

function retellLogLine(line: string): string {
  const logged: unknown = JSON.parse(line)
  if (!isJsonObject(logged)) return line
  const { level, message, connection, reason } = logged
  return `log, ${level}: ${message} ${connection ?? ''} ${reason ?? ''}`.trimEnd()
}

import { askBridge, askJson, listIn } from './ask-json'
import { type FiledTicket, openJiraDesk, openServiceNowDesk } from './desks'
import { settle, waitFor } from './settle'
import type { Stage } from './stage'
import type { Expectations } from './tally'
import type { StoryParts, Teller } from './teller'
import { tellOfTheWayBack } from './the-way-back'
import * as tickets from './tickets'
import { createWitness } from './witness'

/** Tickets are filed, change, meet trouble and are closed. Answers what SOAR must hold in the end. */
export async function tellStory(parts: StoryParts): Promise<Expectations> {
  const { stage, clock, tellAct, tellNews } = parts
  const expected: Expectations = { values: [], copies: [] }
  const witness = createWitness(stage)
  const teller: Teller = {
    parts,
    jira: openJiraDesk(stage),
    servicenow: openServiceNowDesk(stage),
    scene: async (where, acting, says) => {
      const result = await acting
      tellAct(where, says(result))
      await settle(stage, clock)
      for (const line of await witness.news()) tellNews(line)
      return result
    },
    skipNews: async () => void (await witness.news()),
    expect: (system, { id }, values) =>
      void expected.values.push(...values.map(value => ({ identifier: `soarbridge:${system}:${id}`, value }))),
    expectCopy: (kind, ticket, part) => void expected.copies.push({ ticketId: ticket.id, kind, part }),
  }
  await tellOfJira(teller)
  await tellOfServiceNow(teller)
  await tellOfTrouble(teller)
  await tellOfTheWayBack(teller)
  return expected
}

async function tellOfJira({ jira, scene, expect, expectCopy }: Teller): Promise<void> {
  const { phishingMail, phishingComment, suspiciousLogin } = tickets
  const phishing = await scene('Jira', jira.file(phishingMail.fields), filed(phishingMail.fields.summary))
  expect('jira', phishing, phishingMail.values)
  const comment = jira.comment(phishing, phishingComment.text)
  await scene('Jira', comment, () => `${phishing.key} gets a comment: "${phishingComment.text}"`)
  expect('jira', phishing, phishingComment.values)
  expectCopy('note', phishing, 'Two more people got it')
  const rise = jira.edit(phishing, { priority: { name: 'Highest' } }).then(() => jira.move(phishing, 'In Progress'))
  await scene('Jira', rise, () => `${phishing.key} is raised to Highest and taken up`)
  const login = await scene('Jira', jira.file(suspiciousLogin.fields), filed(suspiciousLogin.fields.summary))
  expect('jira', login, suspiciousLogin.values)
  await scene('Jira', jira.move(login, 'Done'), () => `${login.key} is done: a business trip`)
}

async function tellOfServiceNow({ servicenow, scene, expect }: Teller): Promise<void> {
  const { malwareBeacon, dataLeak } = tickets
  const beaconName = filed(malwareBeacon.fields.short_description)
  const beacon = await scene('ServiceNow', servicenow.file('incident', malwareBeacon.fields), beaconName)
  expect('servicenow', beacon, malwareBeacon.values)
  const takeUp = servicenow.edit('incident', beacon, { state: '2' })
  await scene('ServiceNow', takeUp, () => `${beacon.key} is in progress`)
  // This table's rule sends no more than a number, so that the bridge reads the record itself.
  const leakName = filed(dataLeak.fields.short_description, ' (the push names only its number)')
  const leak = await scene('ServiceNow', servicenow.file('sn_si_incident', dataLeak.fields), leakName)
  expect('servicenow', leak, dataLeak.values)
}

async function tellOfTrouble({
  parts: { stage, clock, tellAct, tellNews },
  jira,
  scene,
  expect,
}: Teller): Promise<void> {
  const { duringOutage, duringCut } = tickets
  const mischief = (wish: Record<string, string | number>) =>
    askJson(`${stage.soar.url}/_sandbox/scenario`, { method: 'POST', body: wish })
  await mischief({ name: 'down' })
  const scan = await jira.file(duringOutage.fields)
  tellAct('SOAR', 'is down')
  tellAct('Jira', filed(duringOutage.fields.summary)(scan))
  await waitFor('the bridge to pause', clock, async () => (await stateOfSoar(stage)) === 'paused')
  tellNews('nothing; but the bridge has the ticket on disk, has answered Jira, and asks SOAR until it is back')
  await scene('SOAR', mischief({ name: 'clear' }), () => 'is back')
  expect('jira', scan, duringOutage.values)
  await mischief({ name: 'reset-after-commit', times: 1, method: 'POST', path: '/rest/container' })
  tellAct('SOAR', 'will cut its next answer off: it makes the container, but the bridge never hears of it')
  const stick = await scene('Jira', jira.file(duringCut.fields), filed(duringCut.fields.summary))
  expect('jira', stick, duringCut.values)
  tellNews(`by the bridge's timeline: ${(await attemptsFor(stage, stick)).join(', then ')}`)
}

function filed(title: unknown, remark = ''): (ticket: FiledTicket) => string {
  return ({ key }) => `${key} is filed: "${String(title)}"${remark}`
}

async function stateOfSoar({ bridge }: Stage): Promise<unknown> {
  const connections = listIn(await askBridge(bridge, '/v1/connections'), 'items')
  return connections.find(({ kind }) => kind === 'soar')?.state
}

/** What was tried for a ticket until it had its container. */
async function attemptsFor({ bridge }: Stage, { key }: FiledTicket): Promise<string[]> {
  const [link] = listIn(await askBridge(bridge, `/v1/links?ticketKey=${key}`), 'items')
  const entries = listIn(await askBridge(bridge, `/v1/links/${String(link?.id)}/timeline`), 'items')
  const attempts = entries.filter(({ kind }) => kind === 'attempt').map(({ summary }) => String(summary))
  return attempts.slice(0, attempts.findIndex(summary => summary.endsWith('confirmed')) + 1)
}

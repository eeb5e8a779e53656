import { readObject, readString } from '../../domain/read-json'
import { askBridge, listIn } from './ask-json'
import { type FiledTicket, openSoarDesk } from './desks'
import { readTicketCopies, readTicketFields } from './read-copies'
import { waitFor } from './settle'
import type { Teller } from './teller'
import { answerOfReporter, changedAccount, evidenceFile, verdictOfAnalyst } from './tickets'

const playbook = 'local/invoice_check'

/** One ticket from its filing to its end: worked in SOAR by a playbook that asks first, talked of on both sides, closed there. */
export async function tellOfTheWayBack(teller: Teller): Promise<void> {
  const { parts, jira, scene, expect } = teller
  parts.tellChapter('The way back: what happens in SOAR reaches the ticket')
  const { summary } = changedAccount.fields
  const ticket = await scene(
    'Jira',
    jira.file(changedAccount.fields),
    ({ key }) => `${key} is filed: "${String(summary)}"`,
  )
  expect('jira', ticket, changedAccount.values)
  const pair = { ticket, container: await containerOf(teller, ticket) }
  await tellOfPlaybook(teller, pair)
  await tellOfTalk(teller, pair)
  await tellOfClosing(teller, pair)
}

interface Pair {
  ticket: FiledTicket
  container: string
}

async function tellOfPlaybook(teller: Teller, { ticket, container }: Pair): Promise<void> {
  const { parts, expectCopy } = teller
  const soar = openSoarDesk(parts.stage)
  await soar.run(container, playbook)
  parts.tellAct('SOAR', `Ada starts the playbook ${playbook} on container ${container}`)
  await tellLines(teller, ticket, [/^waiting: .*$/m])
  await soar.approve()
  parts.tellAct('SOAR', 'Ada approves')
  await tellLines(teller, ticket, [/^approved: .*$/m, new RegExp(`^succeeded: ${playbook}.*$`, 'm')])
  expectCopy('comment', ticket, 'Activity in SOAR')
}

async function tellOfTalk(teller: Teller, { ticket, container }: Pair): Promise<void> {
  const { parts, jira, scene, skipNews, expectCopy } = teller
  const { tellAct, tellNews } = parts
  const soar = openSoarDesk(parts.stage)
  const { title, text, part } = verdictOfAnalyst
  await soar.note(container, title, text)
  tellAct('SOAR', `Ada writes a note: "${text}"`)
  const [first, ...rest] = (await waitForCopy(teller, ticket, part)).split('\n').filter(line => line !== '')
  tellNews(`${ticket.key} gets a comment: ${first}`)
  for (const line of rest) tellNews(`  ${line}`)
  expectCopy('comment', ticket, part)
  await skipNews()
  await scene(
    'Jira',
    jira.comment(ticket, answerOfReporter),
    () => `${ticket.key} gets a comment: "${answerOfReporter}"`,
  )
  expectCopy('note', ticket, answerOfReporter)
  await soar.attach(container, evidenceFile.name, evidenceFile.text)
  tellAct('SOAR', `Ada puts ${evidenceFile.name} into the vault`)
  tellNews(`${ticket.key} has the file ${await waitForCopy(teller, ticket, evidenceFile.name)}`)
  expectCopy('file', ticket, evidenceFile.name)
}

async function tellOfClosing(teller: Teller, { ticket, container }: Pair): Promise<void> {
  const { stage, clock, tellAct, tellNews } = teller.parts
  const reason = 'False positive'
  await openSoarDesk(stage).close(container, reason)
  tellAct('SOAR', `Ada closes container ${container}: ${reason}`)
  const fields = () => readTicketFields(stage, ticket.id)
  const nameIn = async (field: string) => readString(readObject(await fields(), field), 'name')
  await waitFor('the ticket to be closed', clock, async () => (await nameIn('status')) === 'Done')
  tellNews(`${ticket.key}: status To Do → Done, resolution ${await nameIn('resolution')}`)
}

/** Waits until the status comment has such lines, and tells them. */
async function tellLines(teller: Teller, ticket: FiledTicket, wanted: RegExp[]): Promise<void> {
  const { clock, tellNews } = teller.parts
  const lines = async () => {
    const text = await activityOf(teller, ticket)
    return wanted.flatMap(pattern => pattern.exec(text)?.[0] ?? [])
  }
  await waitFor('the ticket to tell of it', clock, async () => (await lines()).length === wanted.length)
  for (const line of await lines()) tellNews(`${ticket.key} says: ${line}`)
}

async function activityOf({ parts: { stage } }: Teller, { id }: FiledTicket): Promise<string> {
  const copies = await readTicketCopies(stage, id)
  return copies.find(({ text }) => text.includes('Activity in SOAR'))?.text ?? ''
}

async function waitForCopy({ parts: { stage, clock } }: Teller, { id }: FiledTicket, part: string): Promise<string> {
  const find = async () => (await readTicketCopies(stage, id)).find(({ text }) => text.includes(part))?.text
  await waitFor('the ticket to have it', clock, async () => (await find()) !== undefined)
  return (await find()) ?? ''
}

async function containerOf({ parts: { stage } }: Teller, { key }: FiledTicket): Promise<string> {
  const [link] = listIn(await askBridge(stage.bridge, `/v1/links?ticketKey=${key}`), 'items')
  return String(link?.containerId)
}

import type { UpdateTicket } from '../../domain/command'
import { readObject, readString, readValue } from '../../domain/read-json'
import { BridgeError } from '../../errors'
import type { LookedUp, Sending, TicketApplied } from '../connector'
import type { HttpRequest } from '../http-types'
import { type ReadCall, recordOf, type WriteCall } from '../ticket-call'
import { changeStatus, isWantedStatus } from './change-status'
import type { CommentForm } from './comment-form'
import { type FieldPlan, planFields } from './plan-fields'
import { pathOf, readIssueOf, type StandingIssue } from './read-issue'

type Writing = { call: WriteCall; form: CommentForm; compare?: Sending['compare'] }
type Reading = { call: ReadCall; form: CommentForm }

/**
 * Fields and status as they should be: read, compared, and only what differs is written. A closed issue is opened before its
 * fields are set, any other gets its fields first: many workflows close issues to edits.
 */
export async function updateTicket(command: UpdateTicket, at: Writing): Promise<TicketApplied> {
  const issue = (await readIssueOf(command, at)) ?? refuseMissing()
  at.compare?.(issue.told)
  const isReopened = readString(readObject(issue.status, 'statusCategory'), 'key') === 'done'
  if (!isReopened) {
    const notes = await setFields(command, issue, at)
    await setStatus(command, issue, at)
    return { id: command.ticket.id, notes }
  }
  const moved = await setStatus(command, issue, at)
  const opened = moved ? ((await readIssueOf(command, at)) ?? refuseMissing()) : issue
  return { id: command.ticket.id, notes: await setFields(command, opened, at) }
}

export async function lookUpTicket(command: UpdateTicket, at: Reading): Promise<LookedUp<TicketApplied>> {
  const issue = await readIssueOf(command, at)
  if (issue === null) return { status: 'missing', what: 'the ticket' }
  if (command.status !== null && !isWantedStatus(issue.status, command.status)) {
    return { status: 'missing', what: 'the new status' }
  }
  const plan = await planFields(command, issue, at)
  const differing = namesIn(plan)
  if (differing.length > 0) return { status: 'missing', what: `the new ${differing.join(', ')}` }
  return { status: 'found', applied: { id: command.ticket.id, notes: plan.notes } }
}

async function setFields(command: UpdateTicket, issue: StandingIssue, at: Writing): Promise<string[]> {
  const { fields, update, notes } = await planFields(command, issue, at)
  if (namesIn({ fields, update }).length === 0) return notes
  const query = await readMailQuery(issue, at)
  const body = {
    ...(Object.keys(fields).length > 0 && { fields }),
    ...(Object.keys(update).length > 0 && { update }),
  }
  await at.call.write({ method: 'PUT', path: pathOf(command, at.form), ...(query && { query }), body })
  return notes
}

async function setStatus({ ticket, status: wish }: UpdateTicket, issue: StandingIssue, at: Writing): Promise<boolean> {
  if (wish === null || isWantedStatus(issue.status, wish)) return false
  await changeStatus({ issueId: ticket.id, from: readString(issue.status, 'name') ?? '', wish }, at)
  return true
}

/** Only who administers the project may keep Jira from mailing its watchers; anybody else's edit would be refused. */
async function readMailQuery({ key }: StandingIssue, { call, form }: Reading): Promise<{ notifyUsers: string } | null> {
  const query = { issueKey: key, ...(form.namesPeopleBy === 'accountId' && { permissions: mailPermissions.join(',') }) }
  const request: HttpRequest = { method: 'GET', path: `${form.api}/mypermissions`, query }
  const answer = await call.read(request)
  if (answer.status === 404) return null
  const permissions = readObject(recordOf(request, answer), 'permissions')
  const isAllowed = mailPermissions.some(name => readValue(readObject(permissions, name), 'havePermission') === true)
  return isAllowed ? { notifyUsers: 'false' } : null
}

const mailPermissions = ['ADMINISTER_PROJECTS', 'ADMINISTER']

function namesIn({ fields, update }: Pick<FieldPlan, 'fields' | 'update'>): string[] {
  return [...Object.keys(fields), ...Object.keys(update)]
}

function refuseMissing(): never {
  throw new BridgeError('rejected', 'Jira knows no such ticket', { code: 'not-found' })
}

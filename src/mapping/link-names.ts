import type { Json, JsonObject } from '../domain/json'
import type { Link } from '../domain/link'
import type { Observable } from '../domain/observable'
import { parseObservableKey } from './observable-key'
import { isRecordId, plainValues } from './plain-values'
import type { Rules } from './rules'
import { scanText } from './scan/scan-text'

type Named = Pick<Link, 'ticketId' | 'ticketKey' | 'containerId' | 'role' | 'observables' | 'snapshot'>

/**
 * What results may call a link by: its ticket's id and key, its container where no other ticket stands before it there, the
 * observables that its container holds, and the ids of its configuration items.
 */
function namesOfLink(link: Named, rules: Pick<Rules, 'observables'>): string[] {
  const { ticketId, ticketKey, containerId, role, observables } = link
  const { max, hostFields } = rules.observables
  const values = observables.slice(0, max).flatMap(key => parseObservableKey(key) ?? [])
  return [
    ticketName(ticketId),
    ...(ticketKey === null ? [] : [ticketName(ticketKey)]),
    ...(containerId === null || role === 'secondary' ? [] : [containerName(containerId)]),
    ...values.map(observableName),
    ...recordIdsOf(link, hostFields).map(valueName),
  ]
}

export function containerName(containerId: string): string {
  return `container:${containerId}`
}

/** Those of `link` that `known` did not have. All of them, where `known` was nothing that a result could be given to. */
export function newNamesOf(known: Link | undefined, link: Link, rules: Pick<Rules, 'observables'>): string[] {
  const names = [...new Set(namesOfLink(link, rules))]
  if (known === undefined || known.state === 'skipped' || known.state === 'tombstone') return names
  const before = new Set(namesOfLink(known, rules))
  return names.filter(name => !before.has(name))
}

const ticketColumns = ['task', 'ticket', 'ticket_key', 'ticket_id']
const containerColumns = ['container', 'container_id']
/** ServiceNow tries a CI's id, name, FQDN and address in this order (facts/servicenow.md 1.5). */
const valueColumns = ['observable', 'cmdb_ci', 'ci_name', 'fqdn', 'ip_address']

/**
 * What a result calls its link, best first: the names of one group mean the same thing. A ticket or container that is
 * named must be found; only a result that names neither goes by its observable or configuration item.
 */
export function namesOfResult({
  record,
  unknown,
}: {
  record: Record<string, string>
  unknown: JsonObject
}): string[][] {
  const valuesOf = (columns: readonly string[]) =>
    columns.flatMap(column => shortText(own(record, column) ?? own(unknown, column)))
  const named = [
    unique(valuesOf(ticketColumns).map(ticketName)),
    unique(valuesOf(containerColumns).map(containerName)),
  ].filter(group => group.length > 0)
  return named.length > 0 ? named : valuesOf(valueColumns).map(valueNames)
}

const longestValue = 2_048

function shortText(value: Json | undefined): string[] {
  if (typeof value !== 'string' && typeof value !== 'number') return []
  const text = String(value).trim()
  return text === '' || text.length > longestValue ? [] : [text]
}

function own(values: JsonObject, column: string): Json | undefined {
  return Object.hasOwn(values, column) ? values[column] : undefined
}

function ticketName(text: string): string {
  return `ticket:${text.toLowerCase()}`
}

/** Only the path of a URL tells upper from lower case. */
function observableName({ type, value }: Observable): string {
  return type === 'url' ? `value:${value}` : valueName(value)
}

function valueName(text: string): string {
  return `value:${text.toLowerCase()}`
}

/** As it stands, and as the scan of a ticket would have read it: refanged and normalized. */
function valueNames(text: string): string[] {
  const [read] = /\s/.test(text) ? [] : scanText(text, { extraSuffixes: ['example'], fileSuffixes: [] })
  return unique([valueName(text), ...(read === undefined ? [] : [observableName(read)])])
}

/** A configuration item is a reference, which as an observable is passed over: its id is no value of the outside world. */
function recordIdsOf({ snapshot }: Named, hostFields: readonly string[]): string[] {
  const columns = new Set(hostFields.map(path => path.split('.', 1)[0] ?? path))
  return [...columns].flatMap(column => {
    const stamped = Object.hasOwn(snapshot.fields, column) ? snapshot.fields[column] : undefined
    return plainValues(stamped?.value).filter(isRecordId)
  })
}

function unique(names: readonly string[]): string[] {
  return [...new Set(names)]
}

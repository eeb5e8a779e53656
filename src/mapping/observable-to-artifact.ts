import type { Artifact, DesiredContainer } from '../domain/container'
import type { Observable, ObservableType } from '../domain/observable'
import type { TicketRef } from '../domain/ticket'
import { createAllowList } from './allow-list'
import { cutText } from './cut-text'
import { sortObservables } from './observable-key'
import type { Rules } from './rules'
import { identifyObservable } from './source-data-identifier'

interface CefForm {
  key: string
  /** SOAR's `contains` types, which decide what actions are offered. */
  contains: readonly string[]
}

/** SOAR's standard CEF keys. It has none for a network or a CVE: those speak for themselves, so that no look-up of one address runs on them. */
const forms: Record<ObservableType, CefForm> = {
  ipv4: { key: 'sourceAddress', contains: ['ip'] },
  ipv6: { key: 'sourceAddress', contains: ['ipv6'] },
  cidr: { key: 'cidr', contains: ['cidr'] },
  domain: { key: 'destinationDnsDomain', contains: ['domain'] },
  url: { key: 'requestURL', contains: ['url'] },
  email: { key: 'emailAddress', contains: ['email'] },
  md5: { key: 'fileHashMd5', contains: ['md5', 'hash'] },
  sha1: { key: 'fileHashSha1', contains: ['sha1', 'hash'] },
  sha256: { key: 'fileHashSha256', contains: ['sha256', 'hash'] },
  cve: { key: 'cve', contains: ['cve'] },
  hostname: { key: 'sourceHostName', contains: ['host name'] },
  username: { key: 'sourceUserName', contains: ['user name'] },
}

/** The artifacts of a ticket's observables up to the ceiling, in the order of their keys; the rest is counted. */
export function artifactsOf(
  observables: readonly Observable[],
  ticket: TicketRef,
  rules: Rules,
): Pick<DesiredContainer, 'observableArtifacts' | 'observablesLeftOut'> {
  const { admits } = createAllowList(rules.observables)
  const wanted = sortObservables(observables).filter(admits)
  return {
    observableArtifacts: wanted.slice(0, rules.observables.max).map(one => artifactOf(one, ticket, rules)),
    observablesLeftOut: Math.max(0, wanted.length - rules.observables.max),
  }
}

/** One artifact, made of type and value alone: the same value is the same artifact, whoever names it and whenever. */
export function artifactOf(observable: Observable, ticket: TicketRef, rules: Rules): Artifact {
  return {
    sourceDataIdentifier: identifyObservable(ticket, observable),
    name: cutText(`${observable.type}: ${observable.value}`, 255),
    label: rules.observables.label,
    tags: [],
    ...cefOf(observable, rules),
  }
}

/** An observable under its CEF key, and what SOAR may do with it. */
export function cefOf({ type, value }: Observable, rules: Rules): Pick<Artifact, 'cef' | 'cefTypes'> {
  const form = forms[type]
  const key = rules.observables.cef[type] ?? form.key
  return { cef: { [key]: value }, cefTypes: { [key]: [...form.contains] } }
}

import type { DesiredContainer } from '../domain/container'
import { type LinkFindings, type RolledUp, rollUp } from '../domain/finding'
import { cutText } from './cut-text'
import type { Rules } from './rules'

/** Lines that people read; the artifacts of the results tell the rest. */
const mostLines = 20

/**
 * What the container should hold, with what engines found: the ticket artifact tells it, and the severity is raised by
 * rule. It is never lowered again: the gravest finding there ever was decides.
 */
export function withFindings(desired: DesiredContainer, findings: LinkFindings, rules: Rules): DesiredContainer {
  const rolledUp = rollUp(findings.latest)
  const [worst] = rolledUp
  if (worst === undefined) return desired
  const { ticketArtifact } = desired
  const told = {
    enrichmentFinding: worst.finding,
    enrichmentFindings: rolledUp.slice(0, mostLines).map(lineOf).join('\n'),
    ...(rolledUp.length > mostLines && { enrichmentFindingsLeftOut: String(rolledUp.length - mostLines) }),
  }
  return {
    ...desired,
    ...raise(desired.fields, findings, rules),
    ticketArtifact: { ...ticketArtifact, cef: { ...ticketArtifact.cef, ...told } },
  }
}

/** `198.51.100.7: Malicious (VirusTotal Malicious, Talos Clean)` */
function lineOf({ observable, finding, engines }: RolledUp): string {
  const votes = engines.map(({ engine, finding }) => `${engine} ${finding}`).join(', ')
  return cutText(`${observable}: ${finding} (${votes})`, 500)
}

/** A severity that stands nowhere in the order is neither raised nor known to be lower. */
function raise(
  fields: DesiredContainer['fields'],
  { gravest }: LinkFindings,
  { enrichment }: Rules,
): Pick<DesiredContainer, 'fields' | 'keepSeverities'> {
  const severity = gravest === null ? undefined : enrichment.severity[gravest]
  if (severity === undefined) return { fields }
  const order = enrichment.severityOrder
  const from = order.indexOf(fields.severity)
  const to = order.indexOf(severity)
  if (from === -1 || from >= to) return { fields }
  return { fields: { ...fields, severity }, keepSeverities: order.slice(to + 1) }
}

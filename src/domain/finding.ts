/** What an engine may say of an observable, gravest first. */
export const findings = ['Malicious', 'Suspicious', 'Clean', 'Unknown'] as const
export type Finding = (typeof findings)[number]

/** The latest word of one engine on one observable. */
export interface EngineFinding {
  observable: string
  engine: string
  finding: Finding
  /** When the result was stored, or last changed; epoch milliseconds. */
  at: number
  /** Id of the result; findings of long ago lack it. */
  result?: string
  /** How the result is marked (TLP), where it is. */
  marking?: string
}

/** A result that tells no finding of an observable, in short. */
export interface SilentResult {
  id: string
  /** What it is about; may be empty. */
  about: string
  engine: string
  at: number
  marking?: string
}

/** What engines found on the observables of a link. */
export interface LinkFindings {
  /** The latest of each engine on each observable; a later one replaces an earlier. */
  latest: EngineFinding[]
  /** The gravest there ever was; only ever grows. */
  gravest: Finding | null
  /** Results without a finding, newest first. */
  silent?: SilentResult[]
}

/** An observable and the gravest of what the engines say of it. */
export interface RolledUp {
  observable: string
  finding: Finding
  engines: EngineFinding[]
}

/** Any case counts; undefined where it is no such word. */
export function readFinding(text: string): Finding | undefined {
  return findings.find(finding => finding.toLowerCase() === text.trim().toLowerCase())
}

/** More than people read, few enough to be carried by a link. */
const mostFindings = 1_000

/**
 * `known` with `news` in it: the latest of each engine on each observable, the gravest and newest where there are too
 * many. What a result said before it changed is forgotten.
 */
export function mergeFindings(
  known: LinkFindings,
  news: readonly EngineFinding[],
  silentNews: readonly SilentResult[] = [],
): LinkFindings {
  const told = new Set([...news.map(({ result }) => result), ...silentNews.map(({ id }) => id)])
  const before = known.latest.filter(({ result }) => result === undefined || !told.has(result))
  const byEngine = new Map<string, EngineFinding>()
  for (const one of [...before, ...news]) {
    const key = JSON.stringify([one.observable, one.engine])
    const other = byEngine.get(key)
    // What was stored at the same time comes in its order.
    if (other === undefined || other.at <= one.at) byEngine.set(key, one)
  }
  const latest = [...byEngine.values()].sort(byWeight).slice(0, mostFindings)
  const ever = [known.gravest, ...latest.map(({ finding }) => finding)]
  const silent = [...(known.silent ?? []).filter(({ id }) => !told.has(id)), ...silentNews].sort(byAge)
  return {
    latest,
    gravest: findings.find(finding => ever.includes(finding)) ?? null,
    ...(silent.length > 0 && { silent: silent.slice(0, mostFindings) }),
  }
}

/** One entry for each observable, gravest first. */
export function rollUp(all: readonly EngineFinding[]): RolledUp[] {
  const byObservable = new Map<string, EngineFinding[]>()
  for (const one of all) {
    const engines = byObservable.get(one.observable)
    if (engines === undefined) byObservable.set(one.observable, [one])
    else engines.push(one)
  }
  const rolledUp = [...byObservable].map(([observable, engines]): RolledUp => {
    const sorted = [...engines].sort(byWeight)
    return { observable, finding: sorted[0]?.finding ?? 'Unknown', engines: sorted }
  })
  return rolledUp.sort((a, b) => rank(a.finding) - rank(b.finding) || (a.observable < b.observable ? -1 : 1))
}

function byWeight(a: EngineFinding, b: EngineFinding): number {
  return rank(a.finding) - rank(b.finding) || b.at - a.at || (a.engine < b.engine ? -1 : 1)
}

function byAge(a: SilentResult, b: SilentResult): number {
  return b.at - a.at || (a.id < b.id ? 1 : -1)
}

function rank(finding: Finding): number {
  return findings.indexOf(finding)
}

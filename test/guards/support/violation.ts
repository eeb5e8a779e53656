/** One breach of a rule of the house. */
export interface Violation {
  /** Path, with the line where there is one. */
  where: string
  /** What was found. */
  what: string
  /** What to do about it. */
  remedy: string
}

/** How a violation is named in a list of exceptions: without its line, which moves. */
export function nameOf({ where, what }: Violation): string {
  return `${where.replace(/:\d+$/, '')}: ${what}`
}

/** What a guard must find empty: the violations that nobody excepted, and the exceptions that nothing needs any more. */
export function judgeViolations(violations: Violation[], exceptions: readonly string[]): string[] {
  const found = new Set(violations.map(nameOf))
  return [
    ...violations
      .filter(violation => !exceptions.includes(nameOf(violation)))
      .map(({ where, what, remedy }) => `${where}: ${what} → ${remedy}`),
    ...exceptions
      .filter(exception => !found.has(exception))
      .map(exception => `${exception} → is cured: take it off the list in test/guards/support/exceptions.ts`),
  ]
}

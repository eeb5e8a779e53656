import type { Compilable } from 'kysely'

/** One compiled statement of a transaction. */
export interface Statement {
  sql: string
  parameters: readonly unknown[]
  /** Rows it must change; any other number undoes the whole transaction, and its caller is told. */
  expect?: number
}

/** What became of a transaction: all of it, or nothing because the statement at `lostAt` changed another number of rows. */
export type Written = { committed: true; changes: number[] } | { committed: false; lostAt: number }

export function toStatement(query: Compilable, expect?: number): Statement {
  const { sql, parameters } = query.compile()
  return expect === undefined ? { sql, parameters } : { sql, parameters, expect }
}

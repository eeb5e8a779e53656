import { type CreateTableBuilder, type Kysely, type RawBuilder, sql } from 'kysely'

export type DialectName = 'sqlite' | 'postgres'

/** Column types that mean the same on both engines. */
export interface Types {
  integer: RawBuilder<unknown>
  text: RawBuilder<unknown>
  blob: RawBuilder<unknown>
  /** Makes a table strict where the engine would otherwise take any type in any column. */
  strict: <Table extends string>(table: CreateTableBuilder<Table>) => CreateTableBuilder<Table>
}

export interface Migration {
  up(db: Kysely<unknown>, types: Types): Promise<void>
}

export function typesOf(dialect: DialectName): Types {
  if (dialect === 'sqlite') {
    return {
      integer: sql`integer`,
      text: sql`text`,
      blob: sql`blob`,
      strict: table => table.modifyEnd(sql`strict`),
    }
  }
  return { integer: sql`bigint`, text: sql`text`, blob: sql`bytea`, strict: table => table }
}

import { Readable } from 'node:stream'
import { CsvError, parse } from 'csv-parse'
import { canonicalJson } from '../domain/json'
import { BridgeError } from '../errors'
import type { FeedRules } from './feed-rules'
import { checkColumns, type FeedGroup, type FeedRow, identifierOf } from './feed-to-container'

/** Rows of one file: they are held in memory until their containers are whole. */
const mostRows = 1_000_000
const longestRow = 1_000_000

interface Growing extends FeedGroup {
  seen: Set<string>
}

/**
 * The rows of a CSV file (UTF-8), grouped by the identifier that the rules make of them, in the order of the file. The
 * first line names the columns unless the rules do. Raises `invalid` with the line where the file cannot be read, names
 * no such column, or leaves an identifier empty: then nothing was sent.
 */
export async function readFeed(chunks: AsyncIterable<Buffer>, rules: FeedRules): Promise<FeedGroup[]> {
  const groups = new Map<string, Growing>()
  let columns = rules.columns
  if (columns !== undefined) checkColumns(rules, columns)
  let rows = 0
  for await (const { values, line } of readLines(chunks, rules.delimiter)) {
    if (columns === undefined) {
      columns = values.map(name => name.trim())
      checkColumns(rules, columns)
      continue
    }
    if (values.length !== columns.length) throw broken(line, `has ${values.length} values instead of ${columns.length}`)
    rows += 1
    if (rows > mostRows) throw broken(line, `is row ${mostRows + 1}; split the file`)
    addRow(groups, { row: new Map(columns.map((name, index) => [name, values[index] ?? ''])), line, rules })
  }
  return [...groups.values()].map(({ identifier, rows: ofGroup }) => ({ identifier, rows: ofGroup }))
}

function addRow(
  groups: Map<string, Growing>,
  { row, line, rules }: { row: FeedRow; line: number; rules: FeedRules },
): void {
  const identifier = identifierOf(row, rules)
  if (identifier === '') throw broken(line, `leaves the identifier empty (${rules.container.identifier})`)
  const group = groups.get(identifier) ?? { identifier, rows: [], seen: new Set<string>() }
  groups.set(identifier, group)
  const content = canonicalJson([...row.values()])
  if (group.seen.has(content)) return
  group.seen.add(content)
  group.rows.push(row)
}

async function* readLines(
  chunks: AsyncIterable<Buffer>,
  delimiter: string,
): AsyncGenerator<{ values: string[]; line: number }> {
  const parser = parse({
    bom: true,
    delimiter,
    info: true,
    trim: true,
    skip_empty_lines: true,
    relax_column_count: true,
    max_record_size: longestRow,
  })
  const source = Readable.from(chunks)
  source.on('error', error => parser.destroy(error))
  try {
    for await (const { record, info } of source.pipe(parser)) yield { values: record, line: info.lines }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
    throw broken(Number(error.lines ?? 0), `cannot be read (${error.code})`)
  } finally {
    source.destroy()
  }
}

function broken(line: number, what: string): BridgeError {
  return new BridgeError('invalid', `line ${line} of the file ${what}`, { code: 'feed-unreadable' })
}

import { type Command, Option } from 'commander'
import type { JsonObject } from '../../domain/json'
import { createCommand, limitOption } from '../arguments'
import { showItems } from '../table'
import { columnsOf } from './columns'
import type { SoarParts, SoarQuestion } from './desk'
import { configurationOption, gatherTexts, openDesk, printableRecord, type SharedOptions } from './options'
import { createProgress } from './progress'

interface Options extends SharedOptions {
  filter: string[]
  exclude: string[]
  sort?: string
  order: 'asc' | 'desc'
  fields?: string
  all: boolean
  limit: number
  withConfiguration: boolean
}

/** `soarbridge soar query`: records of one type, by SOAR's own query language. */
export function createQueryCommand(parts: SoarParts): Command {
  return createCommand('query', {
    summary: 'list records of one type',
    example:
      'soarbridge soar query container --filter \'name__icontains="beacon"\' --filter \'severity="high"\' --all\n' +
      'soarbridge soar query artifact --filter container=12 --fields id,name,cef',
  })
    .argument('<type>', "SOAR's name of it: container, artifact, playbook_run, …")
    .option('--filter <text>', 'only those; several are joined by AND', gatherTexts, [])
    .option('--exclude <text>', 'not those', gatherTexts, [])
    .option('--sort <field>', 'in this order (id)')
    .addOption(new Option('--order <order>', 'up or down').choices(['asc', 'desc']).default('asc'))
    .option('--fields <names>', 'columns of the table, comma-separated')
    .addOption(limitOption(50))
    .addOption(configurationOption())
    .option('--all', 'all of them, however many', false)
    .action(async (type: string, options: Options) => {
      const { filter: filters, exclude: excludes, sort, order, json } = options
      const question = { type, filters, excludes, order, ...(sort !== undefined && { sort }) }
      const limit = options.all ? Number.POSITIVE_INFINITY : options.limit
      const show = json || !parts.screen.isTerminal ? sayEach : showTable
      await show(parts, { question, limit, options })
    })
}

interface Listing {
  question: SoarQuestion
  limit: number
  options: Options
}

/** A pipe gets each record as it comes. */
async function sayEach(parts: SoarParts, { question, limit, options }: Listing): Promise<void> {
  for await (const record of walk(parts, { question, limit, options })) parts.screen.say(JSON.stringify(record))
}

async function showTable(parts: SoarParts, { question, limit, options }: Listing): Promise<void> {
  const items: JsonObject[] = []
  for await (const record of walk(parts, { question, limit, options })) items.push(record)
  const fields = options.fields?.split(',') ?? []
  showItems(parts.screen, { items, columns: columnsOf(items, fields), isJson: false })
}

async function* walk(parts: SoarParts, { question, limit, options }: Listing): AsyncGenerator<JsonObject> {
  const progress = createProgress(question.type, parts.screen.isTerminal)
  let total = 0
  let seen = 0
  const onTotal = (count: number): void => {
    total = count
    progress.setTotal(Math.min(count, limit))
  }
  try {
    for await (const record of (await openDesk(parts, options)).query(question, onTotal)) {
      seen += 1
      progress.advance()
      yield printableRecord(question.type, record, options.withConfiguration)
      if (seen >= limit) break
    }
  } finally {
    progress.stop()
  }
  if (total > seen) parts.screen.note(`${seen} of ${total} are shown; --all shows the rest`)
}

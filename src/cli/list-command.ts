import { type Command, Option } from 'commander'
import type { Page, PageAsked } from '../domain/page'
import { type Administration, type OpenAdministration, withAdministration } from './administration'
import { configOption, createCommand, type Defaults, jsonOption, limitOption } from './arguments'
import { collectPages } from './collect-pages'
import type { Screen } from './screen'
import { type Column, showItems } from './table'

export interface AdministeredParts {
  screen: Screen
  defaults: Defaults
  openAdministration: OpenAdministration
}

interface StateFilter {
  state?: string
  connection?: string
}

interface Listing<Item> {
  summary: string
  example: string
  states: readonly string[]
  columns: readonly Column<Item>[]
  read(administration: Administration, filter: StateFilter, page: PageAsked): Promise<Page<Item>>
}

/** `… list`, of things that have a state and belong to a ticket connection. */
export function createListCommand<Item>(parts: AdministeredParts, listing: Listing<Item>): Command {
  const { screen, defaults, openAdministration } = parts
  const { summary, example, states, columns } = listing
  return createCommand('list', { summary, example })
    .addOption(configOption(defaults))
    .addOption(new Option('--state <state>', 'only those in this state').choices(states))
    .option('--connection <name>', 'only those of this ticket connection')
    .addOption(limitOption(50))
    .addOption(jsonOption())
    .action(
      async ({ config, json, limit, ...filter }: StateFilter & { config: string; json: boolean; limit: number }) => {
        const items = await withAdministration(
          () => openAdministration(config),
          administration => collectPages(screen, limit, page => listing.read(administration, filter, page)),
        )
        showItems(screen, { items, columns, isJson: json })
      },
    )
}

import type { Command } from 'commander'
import { type Administration, withAdministration } from './administration'
import { configOption, createCommand, jsonOption, limitOption } from './arguments'
import { collectPages } from './collect-pages'
import { findLinkId } from './find-link-id'
import { createJoinCommand, createPartCommand } from './join'
import type { AdministeredParts } from './list-command'
import { createSettleCommand } from './settle'
import { type Column, printable, showItems } from './table'

export interface LinksParts extends AdministeredParts {
  /** Answers how many links were renamed. On the database only: a server must not run. */
  renameConnection(configFile: string, names: { from: string; to: string }): Promise<number>
}

type LinkItem = Awaited<ReturnType<Administration['links']>>['items'][number]
type TimelineItem = Awaited<ReturnType<Administration['timeline']>>['items'][number]

const columns: Column<LinkItem>[] = [
  { title: 'TICKET', value: link => link.ticketKey ?? link.ticketId },
  { title: 'CONTAINER', value: link => link.containerId },
  { title: 'ROLE', value: link => link.role },
  { title: 'STATE', value: link => link.state },
  { title: 'CONNECTION', value: link => link.connection },
  { title: 'UPDATED', value: link => link.updatedAt },
  { title: 'ID', value: link => link.id },
]

const timelineColumns: Column<TimelineItem>[] = [
  { title: 'AT', value: entry => entry.at },
  { title: 'KIND', value: entry => entry.kind },
  { title: 'WHAT', value: entry => entry.summary },
]

interface Options {
  config: string
  json: boolean
  limit: number
  connection?: string
  ticketKey?: string
  ticketId?: string
  containerId?: string
}

/** `soarbridge links …`: which ticket is which container, and why. */
export function createLinksCommand(parts: LinksParts): Command {
  const group = createCommand('links', {
    summary: 'which ticket is which container, and how it came about',
    example: 'soarbridge links list --ticket-key SEC-41',
  })
  return group
    .addCommand(createList(parts))
    .addCommand(createShow(parts))
    .addCommand(createTimeline(parts))
    .addCommand(createSettleCommand(parts))
    .addCommand(createJoinCommand(parts))
    .addCommand(createPartCommand(parts))
    .addCommand(createRename(parts))
}

function createList({ screen, defaults, openAdministration }: LinksParts): Command {
  return createCommand('list', {
    summary: 'list links, newest first',
    example: 'soarbridge links list --connection jira --limit 500 --json',
  })
    .addOption(configOption(defaults))
    .option('--connection <name>', 'only links of this ticket connection')
    .option('--ticket-key <key>', 'only the ticket with this key or number')
    .option('--ticket-id <id>', 'only the ticket with this immutable id')
    .option('--container-id <id>', 'only this container')
    .addOption(limitOption(50))
    .addOption(jsonOption())
    .action(async ({ config, json, limit, ...filter }: Options) => {
      const items = await withAdministration(
        () => openAdministration(config),
        administration => collectPages(screen, limit, page => administration.links(filter, page)),
      )
      showItems(screen, { items, columns, isJson: json })
    })
}

function createShow({ screen, defaults, openAdministration }: LinksParts): Command {
  return createCommand('show', { summary: 'show one link', example: 'soarbridge links show SEC-41' })
    .argument('<link>', 'id of the link, or key or number of the ticket')
    .addOption(configOption(defaults))
    .addOption(jsonOption())
    .action(async (name: string, { config, json }: Options) => {
      const link = await withAdministration(
        () => openAdministration(config),
        async administration => administration.link(await findLinkId(administration, name)),
      )
      if (json || !screen.isTerminal) return screen.say(JSON.stringify(link))
      for (const [field, value] of Object.entries(link)) {
        const text = typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value ?? '-')
        screen.say(`${field.padEnd(15)} ${printable(text)}`)
      }
    })
}

function createTimeline({ screen, defaults, openAdministration }: LinksParts): Command {
  return createCommand('timeline', {
    summary: 'tell all that happened to one link, oldest first',
    example:
      'soarbridge links timeline SEC-41\nsoarbridge links timeline SEC-41 --json   # with rules, requests and answers',
  })
    .argument('<link>', 'id of the link, or key or number of the ticket')
    .addOption(configOption(defaults))
    .addOption(limitOption(1000))
    .addOption(jsonOption())
    .action(async (name: string, { config, json, limit }: Options) => {
      const items = await withAdministration(
        () => openAdministration(config),
        async administration => {
          const id = await findLinkId(administration, name)
          return collectPages(screen, limit, page => administration.timeline(id, page))
        },
      )
      showItems(screen, { items, columns: timelineColumns, isJson: json })
    })
}

function createRename({ screen, defaults, renameConnection }: LinksParts): Command {
  return createCommand('rename-connection', {
    summary: 'give the links of a ticket connection its new name, after it was renamed in the configuration',
    example: 'soarbridge links rename-connection jira jira-emea',
  })
    .argument('<old>', 'the name so far')
    .argument('<new>', 'the name in the configuration now')
    .addOption(configOption(defaults))
    .addOption(jsonOption())
    .action(async (from: string, to: string, { config, json }: Options) => {
      const links = await renameConnection(config, { from, to })
      screen.say(json ? JSON.stringify({ from, to, links }) : `${links} links of ${from} belong to ${to} now`)
    })
}

import type { Command } from 'commander'
import { type Administration, withAdministration } from './administration'
import { configOption, createCommand, jsonOption } from './arguments'
import { findLinkId } from './find-link-id'
import type { AdministeredParts } from './list-command'

interface Options {
  config: string
  json: boolean
  to?: string
  toContainer?: string
}

/** `soarbridge links join`: one more ticket for a container. */
export function createJoinCommand({ screen, defaults, openAdministration }: AdministeredParts): Command {
  return createCommand('join', {
    summary: 'join a ticket to the container of another ticket, or to one that people made in SOAR',
    example: 'soarbridge links join SEC-42 --to SEC-41\nsoarbridge links join SEC-43 --to-container 17',
  })
    .argument('<link>', 'id of the link, or key or number of the ticket')
    .option('--to <link>', 'the ticket whose container it is: id of its link, or its key or number')
    .option('--to-container <id>', 'a container of the same SOAR')
    .addOption(configOption(defaults))
    .addOption(jsonOption())
    .action(async (name: string, { config, json, ...to }: Options, command: Command) => {
      const place = placeOf(to) ?? command.error('error: name either --to or --to-container')
      const wish = await withAdministration(
        () => openAdministration(config),
        async administration => {
          const found = await readWish(administration, name, place)
          await administration.joinLink(found)
          return found
        },
      )
      screen.say(json ? JSON.stringify({ link: wish.linkId, to: wish.to }) : `${name} is joined soon`)
    })
}

/** `soarbridge links part`: its undoing. */
export function createPartCommand({ screen, defaults, openAdministration }: AdministeredParts): Command {
  return createCommand('part', {
    summary: 'give a joined ticket the container back that it left, or one of its own',
    example: 'soarbridge links part SEC-42',
  })
    .argument('<link>', 'id of the link, or key or number of the ticket')
    .addOption(configOption(defaults))
    .addOption(jsonOption())
    .action(async (name: string, { config, json }: Options) => {
      const link = await withAdministration(
        () => openAdministration(config),
        async administration => {
          const id = await findLinkId(administration, name)
          await administration.partLink(id)
          return id
        },
      )
      screen.say(json ? JSON.stringify({ link }) : `${name} gets a container of its own soon`)
    })
}

type Place = { ticket: string } | { container: string }

function placeOf({ to, toContainer }: Pick<Options, 'to' | 'toContainer'>): Place | undefined {
  if (to !== undefined && toContainer === undefined) return { ticket: to }
  return to === undefined && toContainer !== undefined ? { container: toContainer } : undefined
}

async function readWish(
  administration: Administration,
  name: string,
  place: Place,
): Promise<Parameters<Administration['joinLink']>[0]> {
  const linkId = await findLinkId(administration, name)
  if ('container' in place) return { linkId, to: place }
  return { linkId, to: { link: await findLinkId(administration, place.ticket) } }
}

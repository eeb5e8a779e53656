import { type Command, Option } from 'commander'
import { withAdministration } from './administration'
import { configOption, createCommand, jsonOption } from './arguments'
import { findLinkId } from './find-link-id'
import type { AdministeredParts } from './list-command'

interface Options {
  config: string
  json: boolean
  take: 'ticket' | 'soar'
}

/** `soarbridge links settle`: decides a field that is held. */
export function createSettleCommand({ screen, defaults, openAdministration }: AdministeredParts): Command {
  return createCommand('settle', {
    summary: 'decide a field that is held: the value of one side goes to the other',
    example: 'soarbridge links settle SEC-41 severity --take soar',
  })
    .argument('<link>', 'id of the link, or key or number of the ticket')
    .argument('<field>', 'the field, as `links show` names it under holds')
    .addOption(new Option('--take <side>', 'whose value counts').choices(['ticket', 'soar']).makeOptionMandatory())
    .addOption(configOption(defaults))
    .addOption(jsonOption())
    .action(async (name: string, field: string, { config, json, take }: Options) => {
      const linkId = await withAdministration(
        () => openAdministration(config),
        async administration => {
          const id = await findLinkId(administration, name)
          await administration.settleField({ linkId: id, field, take })
          return id
        },
      )
      screen.say(json ? JSON.stringify({ link: linkId, field, take }) : `${field} takes the value of ${take} soon`)
    })
}

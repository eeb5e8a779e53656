import { readFileSync } from 'node:fs'
import path from 'node:path'
import type { Command } from 'commander'
import { createCommand } from '../arguments'
import type { SoarParts } from './desk'
import { openDesk, type SharedOptions } from './options'

interface Options extends SharedOptions {
  container: string
  name?: string
}

/** `soarbridge soar upload`: a file into the vault of a container. */
export function createUploadCommand(parts: SoarParts): Command {
  return createCommand('upload', {
    summary: 'upload a file to a container',
    example: 'soarbridge soar upload evidence.pcap --container 12',
  })
    .argument('<file>', 'the file')
    .requiredOption('--container <id>', 'the container it belongs to')
    .option('--name <name>', 'its name in SOAR; else its own')
    .action(async (file: string, options: Options) => {
      const { container: containerId, name = path.basename(file), json } = options
      const bytes = readFileSync(file)
      const { id, sha256 } = await (await openDesk(parts, options)).upload({ containerId, name, bytes })
      if (json || !parts.screen.isTerminal) return parts.screen.say(JSON.stringify({ id, name, sha256 }))
      parts.screen.say(`attachment ${id} of container ${containerId}, ${bytes.length} bytes, sha256 ${sha256}`)
    })
}

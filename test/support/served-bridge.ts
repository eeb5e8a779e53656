import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { stringify } from 'yaml'
import { type JiraSandbox, startJiraSandbox } from '../../src/sandbox/jira/start-jira-sandbox'
import type { SoarSandboxOptions } from '../../src/sandbox/soar/options'
import { type BridgeSetup, configOf } from './bridge'
import { type RunningCommand, startCommand } from './command-line'
import { type ConfigFolder, createConfigFolder } from './config-folder'
import { type OpenedSoar, openSoar } from './soar-sandbox'

/** Sandboxes for SOAR and Jira, and a folder whose `bridge.yaml` names them. */
export interface Surroundings {
  soar: OpenedSoar
  jira: JiraSandbox
  folder: ConfigFolder
  /** Writes `bridge.yaml` anew. */
  configure(setup: Partial<BridgeSetup>): void
  /** `soarbridge serve`, once it listens. */
  serve(): Promise<{ url: string; command: RunningCommand }>
  close(): Promise<void>
}

export async function openSurroundings(
  setup: Partial<BridgeSetup> = {},
  soarOptions: SoarSandboxOptions = {},
): Promise<Surroundings> {
  const soar = await openSoar(soarOptions)
  const jira = await startJiraSandbox()
  const folder = createConfigFolder()
  const configure = (changes: Partial<BridgeSetup>) => {
    const auth = { email: jira.user, token: jira.token }
    const basics = { soarUrl: soar.url, soarToken: soar.token, jiraUrl: jira.url }
    const config = configOf({ ...basics, ...changes, jira: { auth, ...changes.jira } })
    writeFileSync(path.join(folder.path, 'bridge.yaml'), stringify(config))
  }
  configure(setup)
  return {
    soar,
    jira,
    folder,
    configure,
    serve: async () => {
      const command = startCommand(['serve'], { folder: folder.path })
      const [, url = ''] = await command.line(/soarbridge listens on (\S+)/)
      return { url, command }
    },
    close: async () => {
      await soar.close()
      await jira.close()
      folder.remove()
    },
  }
}

import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import type { JsonObject } from '../../src/domain/json'

export interface NamedPayload {
  name: string
  raw: Buffer
  payload: JsonObject
}

/**
 * The captured Jira webhooks, or null (with a line that says so) where they are not beside the project.
 * They are not copied into it.
 */
export function readCapturedJiraWebhooks(): NamedPayload[] | null {
  const folder = path.resolve('..', 'shared', 'data', 'jira-webhooks')
  if (!existsSync(folder)) {
    process.stdout.write('skipped: the captured Jira webhooks are not beside the project\n')
    return null
  }
  const names = readdirSync(folder).filter(name => name.endsWith('.json'))
  return names.sort().map(name => {
    const raw = readFileSync(path.join(folder, name))
    return { name, raw, payload: JSON.parse(raw.toString('utf8')) }
  })
}

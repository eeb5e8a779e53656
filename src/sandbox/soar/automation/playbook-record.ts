import { createHash } from 'node:crypto'
import { formatInstant } from '../instant'
import type { JsonObject } from '../json'
import type { SandboxPlaybook } from './script'

/** The repositories of a fresh system; others are numbered behind them by their name. */
const REPOSITORIES = ['community', 'local']

/** The record of a playbook (facts section 8). */
export function describePlaybook(script: SandboxPlaybook, now: number): JsonObject {
  const isData = script.type === 'data'
  return {
    name: script.name,
    description: '',
    scm: numberOfRepository(repositoryOf(script)),
    active: script.active ?? false,
    disabled: false,
    category: script.category ?? 'Uncategorized',
    tags: [...(script.tags ?? [])],
    labels: [...(script.labels ?? ['*'])],
    playbook_type: isData ? 'data' : 'automation',
    input_spec: isData ? [] : null,
    draft_mode: false,
    version: 1,
    create_time: formatInstant(now),
    update_time: formatInstant(now),
  }
}

export function repositoryOf({ repo }: SandboxPlaybook): string {
  return repo ?? 'local'
}

export function fullNameOf(script: SandboxPlaybook): string {
  return `${repositoryOf(script)}/${script.name}`
}

function numberOfRepository(name: string): number {
  const known = REPOSITORIES.indexOf(name)
  if (known !== -1) return known + 1
  return REPOSITORIES.length + 1 + (createHash('md5').update(name).digest().readUInt16BE(0) % 1000)
}

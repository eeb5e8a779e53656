import type { JsonObject } from '../../domain/json'
import { askJson, listIn } from './ask-json'
import { type Evidence, readSoar } from './evidence'
import type { Stage } from './stage'

type SoarState = Pick<Evidence, 'containers' | 'artifacts'>

/** Tells what happened in SOAR since it was last asked, by SOAR's own ledger. */
export interface Witness {
  news(): Promise<string[]>
}

export function createWitness(stage: Stage): Witness {
  let before: SoarState = { containers: [], artifacts: [] }
  let seen = 0
  return {
    news: async () => {
      const effects = listIn(await askJson(`${stage.soar.url}/_sandbox/ledger`), 'effects')
      const fresh = effects.slice(seen)
      const now = await readSoar(stage)
      const ids = [...new Set(fresh.map(({ container }) => Number(container)))]
      const lines = ids.flatMap(id => tellContainer(id, { fresh, before, now, url: stage.soar.url }))
      before = now
      seen = effects.length
      return lines
    },
  }
}

interface Scene {
  fresh: JsonObject[]
  before: SoarState
  now: SoarState
  url: string
}

function tellContainer(id: number, { fresh, before, now, url }: Scene): string[] {
  const own = fresh.filter(({ container }) => Number(container) === id)
  const fields = now.containers.find(container => container.id === id)?.fields ?? {}
  const earlier = before.containers.find(container => container.id === id)?.fields
  const added = own.filter(({ effect }) => effect === 'artifact.created').map(({ artifact }) => Number(artifact))
  const notes = own.filter(({ effect }) => effect === 'note.created').length
  const starts = own.filter(({ effect }) => effect === 'automation.triggered').length
  const head =
    earlier === undefined
      ? [`container ${id} created: ${stateOf(fields)}   ${url}/mission/${id}`]
      : [`container ${id}${changesOf(earlier, fields)}`]
  return [
    ...head,
    ...valuesOf(now, added).map(value => `  + ${value}`),
    ...Array.from({ length: notes }, () => '  + a note of it'),
    ...(starts === 0 ? [] : [`  playbooks started: ${starts === 1 ? 'once' : `${starts} times`}`]),
  ]
}

function stateOf({ severity, status, sensitivity }: JsonObject): string {
  return `severity ${severity}, status ${status}, TLP:${String(sensitivity).toUpperCase()}`
}

const told = ['name', 'severity', 'status', 'sensitivity', 'label', 'owner', 'tags']

function changesOf(earlier: JsonObject, fields: JsonObject): string {
  const changed = told.filter(name => JSON.stringify(earlier[name]) !== JSON.stringify(fields[name]))
  const changes = changed.map(name => `${name} ${shown(earlier[name])} → ${shown(fields[name])}`)
  return changes.length === 0 ? '' : `: ${changes.join(', ')}`
}

function shown(value: JsonObject[string] | undefined): string {
  return typeof value === 'string' ? value : JSON.stringify(value ?? null)
}

/** `sourceAddress 203.0.113.7`; the artifact of the ticket itself holds many values and is named only. */
function valuesOf({ artifacts }: SoarState, ids: number[]): string[] {
  const added = artifacts.filter(({ id }) => ids.includes(id))
  return added.map(({ cef }) => {
    const [first, ...others] = Object.entries(cef)
    if (first === undefined) return '(empty)'
    return others.length === 0
      ? first.join(' ')
      : `the ticket itself (${String(cef.ticketKey ?? '')}), last: it starts the playbooks`
  })
}

import { Failure } from '../envelope'
import { isObject, type Json, type JsonObject } from '../json'
import type { Soar } from '../soar'
import type { Row } from '../table'
import { findContainer, findRow, requiredField } from './find-row'
import { fullNameOf } from './playbook-record'
import type { RunOrder } from './run-record'

/** What a POST to /rest/playbook_run asks for; a failure where it asks for what is not there. */
export function readRunOrder(soar: Soar, body: JsonObject): RunOrder {
  const playbook = findPlaybook(soar, body.playbook_id)
  const container = findContainer(soar.tables.container, body.container_id)
  if (body.run !== true) throw requiredField('run')
  return { playbook, container, scope: readScope(soar, body, container), inputs: readInputs(body.inputs) }
}

/** By number, by `repo/name`, or by the name alone. */
function findPlaybook({ tables, automation }: Soar, named: Json | undefined): Row {
  if (named === undefined) throw requiredField('playbook_id')
  for (const [id, script] of automation.scripts)
    if ([String(id), fullNameOf(script), script.name].includes(String(named)))
      return findRow(tables.playbook, String(id))
  throw new Failure(404, `Playbook "${String(named)}" not found`)
}

/** Texts are not verified. */
function readScope({ automation, tables }: Soar, body: JsonObject, container: Row): RunOrder['scope'] {
  const scope = body.scope ?? automation.switches.scopeDefault
  if (scope === 'all' || scope === 'new') return scope
  if (!Array.isArray(scope)) throw new Failure(400, 'Invalid value for "scope"')
  return scope.map(item => {
    const artifact = tables.artifact.find(Number(item))
    if (artifact?.container !== container.id) throw new Failure(400, 'Artifact matching query does not exist.')
    return artifact.id
  })
}

/** The documents say both an object and its JSON text. */
function readInputs(inputs: Json = null): string[] {
  if (inputs === null || inputs === '') return []
  const text = typeof inputs === 'string' ? inputs : JSON.stringify(inputs)
  if (!isObject(parse(text))) throw new Failure(400, 'Invalid value for "inputs"')
  return [text]
}

function parse(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json
  } catch {
    return undefined
  }
}

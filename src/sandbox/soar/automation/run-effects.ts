import { createArtifact } from '../artifact-create'
import { addNote } from '../content/note'
import { reply, settle } from '../envelope'
import { formatInstant } from '../instant'
import type { JsonObject } from '../json'
import type { Call } from '../route'
import type { Soar } from '../soar'
import type { Row } from '../table'

interface Place {
  call: Call
  container: Row
  run: Row
}

/** Adds an artifact to a run's container; what SOAR answers is in the run's log. */
export function addArtifact(soar: Soar, { call, container, run }: Place, body: JsonObject): 'now' {
  const triggers = body.run_automation === true
  return add(soar, run, () => ({ artifact: createArtifact(soar, call, { container, body, triggers }) }))
}

/** Adds a note likewise. */
export function writeNote(soar: Soar, { call, container, run }: Place, body: JsonObject): 'now' {
  return add(soar, run, () => ({ note: { id: addNote(soar, call, { container: container.id, body }).id } }))
}

function add(soar: Soar, run: Row, create: () => JsonObject): 'now' {
  const { status, body } = settle(() => reply(create()))
  return writeLine(soar, run, { text: JSON.stringify(body), isError: status !== 200 })
}

/** Writes into a run's log; `message_type` 0 is an error, 1 is for debugging. */
export function writeLine({ tables, automation }: Soar, run: Row, line: { text: string; isError?: boolean }): 'now' {
  const time = formatInstant(automation.agenda.now())
  const message_type = line.isError === true ? 0 : 1
  tables.playbookRunLog.insert({ message: line.text, message_type, time, playbook_run: run.id })
  return 'now'
}

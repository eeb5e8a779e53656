import { createArtifact } from '../artifact-create'
import { reply, settle } from '../envelope'
import { formatInstant } from '../instant'
import type { JsonObject } from '../json'
import type { Call } from '../route'
import type { Soar } from '../soar'
import type { Row } from '../table'

/** Adds an artifact to a run's container; what SOAR answers is in the run's log. */
export function addArtifact(soar: Soar, at: { call: Call; container: Row; run: Row }, body: JsonObject): 'now' {
  const { call, container, run } = at
  const add = () => reply(createArtifact(soar, call, { container, body, triggers: body.run_automation === true }))
  const { status, body: answer } = settle(add)
  return writeLine(soar, run, { text: `artifact: ${JSON.stringify(answer)}`, isError: status !== 200 })
}

/** Writes into a run's log; `message_type` 0 is an error, 1 is for debugging. */
export function writeLine({ tables, automation }: Soar, run: Row, line: { text: string; isError?: boolean }): 'now' {
  const time = formatInstant(automation.agenda.now())
  const message_type = line.isError === true ? 0 : 1
  tables.playbookRunLog.insert({ message: line.text, message_type, time, playbook_run: run.id })
  return 'now'
}

import { createArtifact } from '../artifact-create'
import { reply, settle } from '../envelope'
import { formatInstant } from '../instant'
import type { JsonObject } from '../json'
import type { Call } from '../route'
import type { Soar } from '../soar'
import type { Row } from '../table'
import { cancelAction, performAction } from './action'
import { writeRunMessage } from './run-message'
import { describeRun, type RunOrder } from './run-record'
import type { SandboxPlaybook, SandboxStep } from './script'
import { planAction, planQuestion } from './step-action'

/** One run on its way through its script. */
interface Course {
  soar: Soar
  call: Call
  run: Row
  container: Row
  script: SandboxPlaybook
  position: number
  stop(): void
}

/** Puts a run into the queue; it starts with the clock's next turn. */
export function startRun(soar: Soar, call: Call, order: RunOrder): Row {
  const { automation, tables } = soar
  const script = automation.scripts.get(order.playbook.id) ?? { name: '', steps: [] }
  const run = tables.playbookRun.insert(describeRun(soar, call, order))
  const course: Course = { soar, call, run, container: order.container, script, position: 0, stop: () => undefined }
  automation.runs.set(run.id, { stop: () => course.stop() })
  course.stop = automation.agenda.after(script.startMs ?? 0, () => {
    change(course, { status: 'running' })
    goOn(course)
  })
  call.note({ effect: 'playbook_run.created', container: order.container.id, playbook_run: run.id })
  return run
}

/** Ends a run; one that is over already stays as it is. */
export function cancelRun(soar: Soar, run: Row, caller: Row): void {
  const underway = soar.automation.runs.get(run.id)
  if (underway === undefined) return
  underway.stop()
  soar.automation.runs.delete(run.id)
  for (const id of [...(soar.tables.actionRun.lookUp('playbook_run', run.id) ?? [])]) cancelAction(soar, id, caller)
  soar.tables.playbookRun.update(run, {
    status: soar.automation.switches.cancelledStatus,
    cancelled: `cancelled by ${String(caller.username)}`,
    message: 'Playbook run was cancelled',
    update_time: formatInstant(soar.automation.agenda.now()),
  })
}

function goOn(course: Course): void {
  for (;;) {
    const step = course.script.steps[course.position]
    if (step === undefined) return finish(course, 'success', '')
    course.position += 1
    if (take(course, step) === 'later') return
  }
}

/** `later`: the step itself takes care that the run goes on, or has ended it. */
function take(course: Course, step: SandboxStep): 'now' | 'later' {
  const { soar, call, run, container } = course
  if ('log' in step) return log(course, step.log, 1)
  if ('artifact' in step) return addArtifact(course, step.artifact)
  if ('wait' in step) course.stop = soar.automation.agenda.after(step.wait, () => goOn(course))
  else if ('fail' in step) finish(course, 'failed', step.fail)
  else {
    const onEnd = (succeeded: boolean, message: string): void => {
      if (!soar.automation.runs.has(run.id)) return
      log(course, message, succeeded ? 1 : 0)
      if (succeeded || step.goOn === true) goOn(course)
      else finish(course, 'failed', message)
    }
    const place = { call, container, run, position: course.position, onEnd }
    performAction(soar, 'ask' in step ? planQuestion(soar, step, place) : planAction(soar, step, place))
  }
  return 'later'
}

function addArtifact(course: Course, body: JsonObject): 'now' {
  const { soar, call, container } = course
  const add = () => reply(createArtifact(soar, call, { container, body, triggers: body.run_automation === true }))
  const { status, body: answer } = settle(add)
  return log(course, `artifact: ${JSON.stringify(answer)}`, status === 200 ? 1 : 0)
}

/** `type` 0 is an error, 1 is for debugging. */
function log({ soar, run }: Course, message: string, type: 0 | 1): 'now' {
  const time = formatInstant(soar.automation.agenda.now())
  soar.tables.playbookRunLog.insert({ message, message_type: type, time, playbook_run: run.id })
  return 'now'
}

function finish(course: Course, status: 'success' | 'failed', text: string): void {
  const { soar, run, script } = course
  soar.automation.runs.delete(run.id)
  if (status === 'failed') log(course, text, 0)
  change(course, { status, message: writeRunMessage(soar, { run, script, status, text }) })
}

function change({ soar, run }: Course, changes: { status: string; message?: string }): void {
  soar.tables.playbookRun.update(run, { ...changes, update_time: formatInstant(soar.automation.agenda.now()) })
}

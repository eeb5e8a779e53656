import { formatInstant } from '../instant'
import type { Call } from '../route'
import type { Soar } from '../soar'
import type { Row } from '../table'
import { performAction } from './action'
import { addArtifact, writeLine } from './run-effects'
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
  if ('log' in step) return writeLine(soar, run, { text: step.log })
  if ('artifact' in step) return addArtifact(soar, course, step.artifact)
  if ('wait' in step) course.stop = soar.automation.agenda.after(step.wait, () => goOn(course))
  else if ('fail' in step) finish(course, 'failed', step.fail)
  else {
    const onEnd = (succeeded: boolean, message: string): void => {
      if (!soar.automation.runs.has(run.id)) return
      if (!succeeded && step.goOn !== true) return finish(course, 'failed', message)
      writeLine(soar, run, { text: message, isError: !succeeded })
      goOn(course)
    }
    const place = { call, container, run, position: course.position, onEnd }
    performAction(soar, 'ask' in step ? planQuestion(soar, step, place) : planAction(soar, step, place))
  }
  return 'later'
}

function finish(course: Course, status: 'success' | 'failed', text: string): void {
  const { soar, run, script } = course
  soar.automation.runs.delete(run.id)
  if (status === 'failed') writeLine(soar, run, { text, isError: true })
  change(course, { status, message: writeRunMessage(soar, { run, script, status, text }) })
}

function change({ soar, run }: Course, changes: { status: string; message?: string }): void {
  soar.tables.playbookRun.update(run, { ...changes, update_time: formatInstant(soar.automation.agenda.now()) })
}

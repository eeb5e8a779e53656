import { buildCreate, buildRun } from '../builders/soar-commands'
import { failureOf } from '../support/http-client-stage'
import { waitUntil } from '../support/wait-until'
import { cases, titleOf } from './expected-failures'
import type { SoarSubject } from './soar-connector-suite'

type Given = () => SoarSubject

const onRuns = { method: 'POST', path: '/rest/playbook_run', times: 1 }

/** A playbook is started at most once; where that cannot be told, a person decides. */
export function describePlaybooks(given: Given): void {
  async function open() {
    const subject = given()
    const { containerId } = await subject.connector.apply(buildCreate(), subject.sending())
    return { ...subject, run: buildRun({ containerId }), sentAt: Date.now() }
  }

  test('starts a playbook and says which run it is', async () => {
    const { connector, sending, run, runs, announced } = await open()
    const before = announced.length
    expect(await connector.apply(run, sending())).toMatchObject({ containerId: run.containerId, runId: '1' })
    expect(announced).toHaveLength(before + 1)
    expect(await runs()).toBe(1)
    expect(await connector.findDuplicates(run)).toEqual([])
  })

  test('rejects a playbook that there is none of, and one for a container that is gone', async () => {
    const { connector, sending, run } = await open()
    const unknown = { kind: 'rejected', code: 'run-refused', effect: 'none' }
    expect(await failureOf(connector.apply({ ...run, playbook: 'local/none' }, sending()))).toMatchObject(unknown)
    const gone = { kind: 'rejected', code: 'container-gone', effect: 'none' }
    expect(await failureOf(connector.apply({ ...run, containerId: '4711' }, sending()))).toMatchObject(gone)
  })

  test('takes no run for its own that may be another one', async () => {
    const { connector, sending, run, runs, sentAt } = await open()
    await connector.apply(run, sending())
    const unclear = { kind: 'rejected', code: 'playbook-fate-unknown', effect: 'none' }
    const later = sentAt + 60_000
    expect(await connector.lookUp(run, sending(true, later))).toMatchObject({ status: 'missing' })
    expect(await failureOf(connector.apply(run, sending(true, later)))).toMatchObject(unclear)
    expect(await failureOf(connector.apply(run, sending(true)))).toMatchObject(unclear)
    await connector.apply(run, sending())
    expect(await failureOf(connector.apply(run, sending(true, sentAt)))).toMatchObject(unclear)
    expect(await runs()).toBe(2)
  })

  test('leaves runs of long ago and of other containers alone', async () => {
    const { connector, sending, run, runs, sentAt } = await open()
    await connector.apply(run, sending())
    const nextDay = sentAt + 86_400_000
    expect(await connector.lookUp(run, sending(true, nextDay))).toMatchObject({ status: 'missing' })
    await connector.apply(run, sending(true, nextDay))
    expect(await runs()).toBe(2)
  })

  test.each(cases.map(each => [titleOf(each.scenario), each] as const))(
    'starts a playbook through %s, and once in all when it is repeated',
    async (_, { scenario: wish, write = null, leaves = 0 }) => {
      const { connector, sending, scenario, run, runs, sentAt } = await open()
      await scenario({ ...wish, ...onRuns })
      const applying = connector.apply(run, sending())
      if (write === null) expect(await applying).toMatchObject({ runId: '1' })
      else expect(await failureOf(applying)).toMatchObject(write)
      await waitUntil('what was committed', async () => (await runs()) === leaves)
      const looked = await connector.lookUp(run, sending(true, sentAt))
      expect(looked.status).toBe(leaves === 1 ? 'found' : 'missing')
      await scenario({ name: 'clear' })
      expect(await connector.apply(run, sending(true, sentAt))).toMatchObject({ runId: '1' })
      expect(await runs()).toBe(1)
    },
  )
}

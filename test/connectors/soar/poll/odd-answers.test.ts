import { failureOf } from '../../../support/http-client-stage'
import { closeStages, failed, list, stageSoar } from '../../../support/soar-script'

afterEach(closeStages)

const since = { at: Date.UTC(2026, 0, 1), id: '' }
const at = (minute: number) => new Date(Date.UTC(2026, 0, 1, 0, minute)).toISOString()

describe('a poll', () => {
  it('takes no list whose filter or order was dropped', async () => {
    const old = { id: 1, container: 1, update_time: '2020-01-01T00:00:00.000000Z' }
    const { soar } = await stageSoar({ 'GET /rest/artifact': list(old) })
    const poll = soar.poll({ collection: 'artifact', since, limit: 10 })
    expect(await failureOf(poll)).toMatchObject({ kind: 'unavailable', code: 'unreadable-answer' })
    const mixed = [2, 1].map(minute => ({ id: minute, container: 1, update_time: at(minute) }))
    const other = await stageSoar({ 'GET /rest/artifact': list(...mixed) })
    expect(await failureOf(other.soar.poll({ collection: 'artifact', since, limit: 10 }))).toMatchObject({
      code: 'unreadable-answer',
    })
  })

  it('leaves out names that our user may not read, and what belongs to no container', async () => {
    const owned = { id: 1, container: 1, modified_time: at(1), name: 'T', owner: 5, phase: 6, status: 1 }
    const { soar } = await stageSoar({
      'GET /rest/workbook_task': list(owned, { ...owned, id: 2, container: null }),
      'GET /rest/ph_user': failed('ada does not have permission to view users', 403),
      'GET /rest/workbook_phase': list(),
    })
    const { changes } = await soar.poll({ collection: 'task', since, limit: 10 })
    expect(changes).toMatchObject([{ id: '1', owner: null, phase: '', isDone: true }])
  })

  it('finds the container of an approval without an action through the run that asks', async () => {
    const asked = { id: 3, action_run: null, playbook_run: 8, start_time: at(1), status: 'odd' }
    const { soar } = await stageSoar({
      'GET /rest/approval': ({ query }) => (query.has('_filter_start_time__gte') ? list(asked) : list()),
      'GET /rest/playbook_run': list({ id: 8, container: 4 }),
    })
    const approvals = await soar.poll({ collection: 'approval', since, limit: 10 })
    expect(approvals.changes).toMatchObject([
      { containerId: '4', state: 'unknown', version: { at: Date.parse(at(1)) } },
    ])
  })

  it('takes a sensitivity that nobody knows for the strictest', async () => {
    const record = { id: 4, create_time: at(1), container_update_time: null, sensitivity: 'purple' }
    const { soar } = await stageSoar({ 'GET /rest/container/4': { json: record } })
    expect(await soar.readContainer('4')).toMatchObject({
      state: { sensitivity: 'red' },
      version: { at: Date.parse(at(1)) },
    })
  })
})

import { isBridgeError } from '../../../src/errors'
import { buildUpdate } from '../../builders/soar-commands'
import { openPolledSoar, type PolledSoar } from '../../support/soar-poll'

let polled: PolledSoar
beforeEach(async () => {
  polled = await openPolledSoar({ closeRequires: ['closing_reason'] })
})
afterEach(() => polled.soar.close())

describe('closing a container that must say why', () => {
  it('is refused with the words of SOAR in the timeline, and done once they are given', async () => {
    const { soar, connector } = polled
    await soar.post('/rest/container', { name: 'c', label: 'events', source_data_identifier: 'soarbridge:jira:10042' })
    const answers: string[] = []
    const sending = {
      isRepeat: false,
      beforeWrite: async () => {},
      record: ({ answer }: { answer?: string }) => void answers.push(answer ?? ''),
    }
    const close = buildUpdate({ containerId: '1', set: { status: 'closed' } })
    const refusal: unknown = await connector.apply(close, sending).catch((error: unknown) => error)
    expect(isBridgeError(refusal) && refusal).toMatchObject({ kind: 'rejected', code: 'refused', effect: 'none' })
    expect(answers.at(-1)).toContain('closing_reason')
    const fields = { status: 'closed', customFields: { closing_reason: 'benign' } }
    await connector.apply(buildUpdate({ containerId: '1', set: fields }), sending)
    expect(await connector.readContainer('1')).toMatchObject({ state: { status: 'closed' } })
  })
})

import { registry } from '../../src/connectors/registry'
import { createSystemClock } from '../../src/system-clock'
import { deleteAsAdmin } from '../support/soar-container'
import { openSoar } from '../support/soar-sandbox'
import { describeSoarConnector, type SoarSubject } from './soar-connector-suite'

async function openSubject(): Promise<SoarSubject> {
  const soar = await openSoar({ playbooks: [{ name: 'triage', steps: [{ wait: 3_600_000 }] }] })
  const connect = (token: string) =>
    registry.soar({
      connection: 'soar',
      url: soar.url,
      auth: { kind: 'token', token },
      assetId: 7,
      clock: createSystemClock(),
    })
  const identifiersOf = async (kind: 'containers' | 'artifacts') =>
    (await soar.get('/_sandbox/state')).body[kind].map((each: Record<string, unknown>) => each.source_data_identifier)
  const requests = async () =>
    (await soar.get('/_sandbox/requests')).body.requests.map(
      ({ method, path }: Record<string, string>) => `${method} ${path}`,
    )
  const announced: string[] = []
  return {
    connector: connect(soar.token),
    stranger: connect('wrong'),
    containers: () => identifiersOf('containers'),
    artifacts: () => identifiersOf('artifacts'),
    notes: async () => (await soar.get('/rest/note?page_size=0')).body.data,
    runs: async () => (await soar.get('/rest/playbook_run?page_size=0')).body.count,
    deleteNote: async id => void (await deleteAsAdmin(soar, `/rest/note/${id}`)),
    requests,
    announced,
    scenario: soar.scenario,
    scenarioNames: async () =>
      (await soar.get('/_sandbox/scenarios')).body.scenarios.map(({ name }: { name: string }) => name),
    sending: (isRepeat = false, sentAt) => ({
      isRepeat,
      ...(sentAt !== undefined && { sentAt }),
      beforeWrite: async () => {
        announced.push('write')
      },
      record: () => undefined,
    }),
    close: soar.close,
  }
}

describeSoarConnector('the connector to SOAR', openSubject)

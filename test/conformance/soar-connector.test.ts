import { registry } from '../../src/connectors/registry'
import { createSystemClock } from '../../src/system-clock'
import { openSoar } from '../support/soar-sandbox'
import { describeSoarConnector, type SoarSubject } from './soar-connector-suite'

async function openSubject(): Promise<SoarSubject> {
  const soar = await openSoar()
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
    requests,
    announced,
    scenario: soar.scenario,
    scenarioNames: async () =>
      (await soar.get('/_sandbox/scenarios')).body.scenarios.map(({ name }: { name: string }) => name),
    sending: (isRepeat = false) => ({
      isRepeat,
      beforeWrite: async () => {
        announced.push('write')
      },
      record: () => undefined,
    }),
    close: soar.close,
  }
}

describeSoarConnector('the connector to SOAR', openSubject)

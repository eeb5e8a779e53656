import type { SoarState } from '../../src/sandbox/soar/options'

/** Of each container. */
const artifactsEach = 10
const severities = ['high', 'medium', 'low']
const statuses = ['new', 'open', 'closed']
const day = 86_400_000

/** As many containers, and as many artifacts, with the content that tickets leave in SOAR. */
export function createFilledState(objects: number): SoarState {
  const containers = Array.from({ length: objects }, (_, n) => ({
    ...{
      id: n + 1,
      name: `ACME-${n + 1} Suspicious sign-in`,
      description: `Reported by user ${n % 977}`,
      label: 'events',
    },
    ...{ severity: severities[n % 3] as string, status: statuses[n % 3] as string, sensitivity: 'amber' },
    ...{ source_data_identifier: `soarbridge:jira:${n + 10_000}`, owner: (n % 4) + 1, asset: 7, tenant: 0, version: 1 },
    ...{ create_time: instantOf(n), container_update_time: n % 5 === 0 ? null : instantOf(n + 50), artifact_count: 10 },
    ...{
      tags: [`team-${n % 20}`, 'ticket'],
      custom_fields: { rank: n % 1_000, region: `r${n % 7}` },
      in_case: n % 9 === 0,
    },
    data: {},
  }))
  const artifacts = Array.from({ length: objects }, (_, n) => ({
    ...{ id: n + 1, name: 'Ticket', label: 'ticket', severity: severities[n % 3] as string, type: 'host', version: 1 },
    ...{ source_data_identifier: `soarbridge:jira:${n}:a`, container: Math.floor(n / artifactsEach) + 1 },
    ...{
      create_time: instantOf(n),
      update_time: instantOf(n + 9),
      tags: [],
      in_case: false,
      owner: null,
      hash: `${n}`,
    },
    cef: { sourceAddress: `10.0.${n % 256}.${n % 251}`, requestURL: `https://h${n % 5_000}.example/`, count: n % 100 },
    ...{ cef_types: { sourceAddress: ['ip'] }, data: {} },
  }))
  return { containers, artifacts, next: { container: objects + 1, artifact: objects + 1 } }
}

function instantOf(n: number): string {
  return new Date(Date.UTC(2024, 0, 1) + (n % 900) * day + n * 1_000).toISOString().replace('Z', '000Z')
}

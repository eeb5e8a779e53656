import type { JsonObject } from '../json'
import type { Right, SandboxRole } from './options'
import { AREAS } from './permissions'

const ALL: readonly Right[] = ['view', 'edit', 'delete', 'execute']
const VIEW: readonly Right[] = ['view']

const everywhere = (rights: readonly Right[]): Record<string, readonly Right[]> =>
  Object.fromEntries(AREAS.map(area => [area, rights]))

/** What the pages on roles tell of the built-in ones; a real SOAR has a seventh, whose name is not known. */
const BUILT_IN: readonly SandboxRole[] = [
  { name: 'Administrator', description: 'May do everything', permissions: everywhere(ALL) },
  { name: 'Asset Owner', description: 'Owns assets', permissions: { ...everywhere(VIEW), assets: ALL } },
  {
    name: 'Automation',
    description: 'For service accounts',
    permissions: { ...everywhere(ALL), users_and_roles: VIEW, system_settings: VIEW },
  },
  {
    name: 'Automation Engineer',
    description: 'Writes and runs playbooks',
    permissions: { ...everywhere(VIEW), playbooks: ['view', 'edit', 'execute'] },
  },
  {
    name: 'Incident Commander',
    description: 'Leads an investigation',
    permissions: { ...everywhere(VIEW), cases: ALL, playbooks: ALL, containers: ['view', 'edit'] },
  },
  { name: 'Observer', description: 'Reads', permissions: everywhere(VIEW) },
]

/** The roles of a system, the built-in ones first. */
export function describeRoles(asked: readonly SandboxRole[] = []): JsonObject[] {
  return [
    ...BUILT_IN.map(role => ({ ...describeRole(role), immutable: true })),
    ...asked.map(role => ({ ...describeRole(role), immutable: false })),
  ]
}

/** The shape of `permissions` is not verified. */
function describeRole({ name, description = '', permissions = {} }: SandboxRole): JsonObject {
  const describe = ([area, rights]: [string, readonly Right[]]): JsonObject => ({
    name: area,
    ...Object.fromEntries(ALL.map(right => [right, rights.includes(right)])),
  })
  return { name, description, permissions: Object.entries(permissions).map(describe) }
}

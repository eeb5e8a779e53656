import type { Json } from '../json'
import type { SandboxApp, SandboxResult } from './script'

export interface App {
  id: number
  name: string
  version: string
  appid: string
  assets: readonly string[]
  actions: NonNullable<SandboxApp['actions']>
}

/** The apps that actions name. */
export interface Apps {
  all: readonly App[]
  /** By number (also as text), GUID or name. */
  find(named: Json): App | undefined
  /** What `action` brings with that app; nothing special where the app does not know it. */
  resultOf(app: App | undefined, action: string): SandboxResult & Pick<App['actions'][number], 'needs'>
}

export function createApps(wanted: readonly SandboxApp[]): Apps {
  const apps = wanted.map((app, position) => describeApp(app, position + 1))
  return {
    all: apps,
    find: named => apps.find(app => String(app.id) === String(named) || app.appid === named || app.name === named),
    resultOf: (app, action) => app?.actions.find(known => known.action === action) ?? {},
  }
}

function describeApp(app: SandboxApp, id: number): App {
  return {
    id,
    name: app.name,
    version: app.version ?? '1.0.0',
    appid: app.appid ?? `00000000-0000-4000-a000-${String(id).padStart(12, '0')}`,
    assets: app.assets ?? [],
    actions: app.actions ?? [],
  }
}

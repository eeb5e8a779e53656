import type { Json, JsonObject } from '../json'
import type { SandboxApp, SandboxResult } from './script'

export interface App {
  id: number
  name: string
  version: string
  appid: string
  actions: NonNullable<SandboxApp['actions']>
}

export interface Asset {
  id: number
  name: string
  app: number
}

/** The apps and assets that actions name. */
export interface Apps {
  /** By number (also as text), GUID or name. */
  find(named: Json): App | undefined
  /** By number or name; names in any case. */
  findAsset(named: Json): Asset | undefined
  /** What `action` brings with that app; nothing special where the app does not know it. */
  resultOf(app: App | undefined, action: string): SandboxResult & Pick<App['actions'][number], 'needs'>
}

export function createApps(wanted: readonly SandboxApp[]): Apps {
  const apps = wanted.map((app, position) => describeApp(app, position + 1))
  const assets = wanted
    .flatMap((app, position) => (app.assets ?? []).map(name => ({ name, app: position + 1 })))
    .map((asset, position) => ({ id: position + 1, ...asset }))
  return {
    find: named => apps.find(app => String(app.id) === String(named) || app.appid === named || app.name === named),
    findAsset: named =>
      assets.find(({ id, name }) => id === named || name.toLowerCase() === String(named).toLowerCase()),
    resultOf: (app, action) => app?.actions.find(known => known.action === action) ?? {},
  }
}

function describeApp(app: SandboxApp, id: number): App {
  return {
    id,
    name: app.name,
    version: app.version ?? '1.0.0',
    appid: app.appid ?? `00000000-0000-4000-a000-${String(id).padStart(12, '0')}`,
    actions: app.actions ?? [],
  }
}

/** An asset as an approval's details show it (reference: REST Approval). */
export function describeAsset({ id, name }: Asset, app: App | undefined): JsonObject {
  const product = app?.name ?? ''
  return {
    action_whitelist: {},
    validation: {},
    tenants: [],
    description: '',
    tags: [],
    type: '',
    primary_voting: 0,
    product_version: '',
    effective_user: null,
    product_name: product,
    disabled: false,
    token: null,
    version: 1,
    secondary_voting: 0,
    configuration: {},
    product_vendor: product,
    id,
    name,
  }
}

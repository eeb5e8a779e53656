import { readNumber } from '../body'
import { Failure } from '../envelope'
import type { JsonObject } from '../json'
import type { Call } from '../route'
import type { Soar } from '../soar'
import type { Row } from '../table'

/** The tenants of a system: one where multi-tenancy is off. The default one is number 0. */
export function describeTenants(names: readonly string[] | undefined): Row[] {
  const isOff = names === undefined
  const first = describeTenant(isOff ? '_default_' : 'Default', 'This is the default system tenant.')
  return [{ ...first, id: 0 }, ...(names ?? []).map((name, index) => ({ ...describeTenant(name, ''), id: index + 1 }))]
}

function describeTenant(name: string, description: string): JsonObject {
  return {
    name,
    description,
    contact: '',
    disabled: false,
    slas: { high: 60, medium: 720, low: 1440 },
    executive_approvers: null,
    sla_expiry_warning_in_mins: null,
    environment_variables: {},
  }
}

/**
 * Where a new container belongs: its asset, and the tenant that it names itself, else its asset's, else its creator's.
 * Unknown ones are refused only where the sandbox was told which there are; of the text only `ingesting asset_id` is known.
 */
export function readOrigin({ tables, switches }: Soar, { caller }: Call, body: JsonObject): JsonObject {
  const asset = readNumber(body.asset_id ?? null, 'asset_id')
  const source = typeof asset === 'number' ? tables.asset.find(asset) : undefined
  if (asset !== null && source === undefined && switches.checksAssets)
    throw new Failure(400, `No ingesting asset_id ${asset}`)
  const [usual] = Array.isArray(source?.tenants) ? source.tenants : []
  const tenant = readNumber(body.tenant_id ?? usual ?? caller.default_tenant ?? 0, 'tenant_id')
  if (switches.hasTenants && tables.tenant.find(Number(tenant)) === undefined)
    throw new Failure(400, `No tenant ${tenant} for ingesting asset_id ${asset}`)
  return { asset, tenant }
}

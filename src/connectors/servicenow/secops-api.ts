import type { JsonObject } from '../../domain/json'
import type { EnrichmentKind } from '../../domain/result-table'
import type { HttpRequest } from '../http-types'
import type { WriteCall } from '../ticket-call'

/**
 * The instance's own SecOps Integration Capabilities API. Its address and the shape of its bodies are published nowhere
 * (servicenow.md section 1.2), so that both are settings.
 */
export interface SecopsApi {
  /** The resources stand below it. */
  path: string
  /** Member of the body that holds the columns; null where they stand flat in it. */
  fieldsName: string | null
}

export const usualSecopsApi: SecopsApi = {
  path: '/api/sn_sec_cmn/secops_integration_capabilities',
  fieldsName: null,
}

/** `POST <path>/<resource>`. What a 2xx says is not known: whether there is a record, the table tells. */
export async function postResult(
  call: WriteCall,
  { path, fieldsName }: SecopsApi,
  { resource, values }: { resource: EnrichmentKind; values: JsonObject },
): Promise<void> {
  const body = fieldsName === null ? values : { [fieldsName]: values }
  const request: HttpRequest = { method: 'POST', path: `${path}/${resource}`, body }
  await call.write(request)
}

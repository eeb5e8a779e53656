/**
 * Why a post to the enrichment API was refused, in ServiceNow's exact words (reference "REST APIs for third-party
 * integration", table of errors). Its statuses are not published: ours stand in docs/enrichment-api.md.
 */
export interface EnrichmentRefusal {
  status: 400 | 403 | 422 | 500
  message: string
  /** What to do about it; ServiceNow's own column `Solution`, made concrete. */
  detail: string
}

export function insufficientAccess(): EnrichmentRefusal {
  return { status: 403, message: 'Insufficient access', detail: 'The role sn_sec_cmn.api_write is missing.' }
}

export function invalidPostBody(detail: string): EnrichmentRefusal {
  return { status: 400, message: 'Invalid post body', detail }
}

export function noFieldsSupplied(detail = 'Every field of the record is empty.'): EnrichmentRefusal {
  return { status: 400, message: 'No fields supplied', detail }
}

export function mandatoryFieldsMissing(columns: readonly string[]): EnrichmentRefusal {
  return {
    status: 400,
    message: `Mandatory fields missing: ${columns.join(',')}`,
    detail: 'Fill them in, or set ignore_mandatory_fields to true.',
  }
}

export function unableToPersist(detail: string): EnrichmentRefusal {
  return { status: 400, message: 'Unable to persist record', detail }
}

export function isRefusal<Other extends object>(outcome: Other | EnrichmentRefusal): outcome is EnrichmentRefusal {
  return 'message' in outcome
}

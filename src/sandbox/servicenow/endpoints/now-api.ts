import { Router } from 'express'
import { readJson, refuseOtherMedia } from '../read-body'
import { refuse } from '../refuse'
import type { ServiceNow } from '../servicenow'
import { mountAttachments } from './attachments'
import { mountImports } from './imports'
import { mountTableRecord } from './table-record'
import { mountTableRecords } from './table-records'

/** `/api/now` in one version. Only attachments take bodies of any kind. */
export function createNowApi(snow: ServiceNow, version: 1 | 2): Router {
  const router = Router()
  mountAttachments(router, snow)
  router.use(['/table', '/import'], refuseOtherMedia, readJson)
  mountTableRecords(router, snow, version)
  mountTableRecord(router, snow)
  mountImports(router, snow)
  return router.all(['/table/*path', '/import/*path'], (_req, res) => {
    refuse(res, 405, { message: 'Method not supported', detail: null })
  })
}

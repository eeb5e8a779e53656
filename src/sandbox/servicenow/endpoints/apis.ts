import { Router } from 'express'
import type { ServiceNow } from '../servicenow'
import { createNowApi } from './now-api'
import { createSecopsApi } from './secops-api'

/** All below `/api`, by namespace, with and without a version. */
export function createApis(snow: ServiceNow): Router {
  const router = Router()
  router.use('/now/v1', createNowApi(snow, 1))
  router.use(['/now/v2', '/now'], createNowApi(snow, 2))
  const name = 'secops_integration_capabilities'
  return router.use([`/sn_sec_cmn/v1/${name}`, `/sn_sec_cmn/${name}`], createSecopsApi(snow))
}

import { Router } from 'express'
import type { Jira } from '../jira'
import type { RestVersion } from '../render/comment'
import { createRestRouter } from '../rest-router'
import { createSecureAttachments } from './secure-attachment'
import { createServiceDesk } from './service-desk'
import { mountWebhooks } from './webhooks'

/** Every address of the site. */
export function createSiteRoutes(jira: Jira): Router {
  const routes = Router()
  const { flavor } = jira.site
  const versions: RestVersion[] = flavor === 'cloud' ? [2, 3] : [2]
  for (const version of versions) routes.use(`/rest/api/${version}`, createRestRouter(jira, version))
  routes.use('/rest/api/latest', createRestRouter(jira, flavor === 'cloud' ? 3 : 2))
  const admin = Router()
  mountWebhooks(admin, jira)
  routes.use('/rest/webhooks/1.0', admin)
  routes.use('/rest/servicedeskapi', createServiceDesk(jira))
  routes.use('/secure/attachment', createSecureAttachments(jira))
  if (flavor === 'cloud')
    routes.get('/_edge/tenant_info', (_req, res) => {
      res.json({ cloudId: CLOUD_ID })
    })
  return routes
}

const CLOUD_ID = '5c0ffee0-0000-4000-8000-000000000001'

import type { Router } from 'express'
import { formatTime, SITE_TIME_ZONE } from '../format-time'
import type { Jira } from '../jira'

/** `GET /serverInfo`, open to all. */
export function mountServerInfo(router: Router, { site }: Jira): void {
  const isCloud = site.flavor === 'cloud'
  router.get('/serverInfo', (_req, res) => {
    res.json({
      baseUrl: site.url,
      version: isCloud ? '1001.0.0-SNAPSHOT' : '10.3.5',
      versionNumbers: isCloud ? [1001, 0, 0] : [10, 3, 5],
      deploymentType: isCloud ? 'Cloud' : 'Server',
      buildNumber: isCloud ? 100_300 : 10_030_005,
      buildDate: '2026-03-02T00:00:00.000+1000',
      serverTime: formatTime(site.now()),
      serverTimeZone: SITE_TIME_ZONE,
      serverTitle: 'Jira sandbox',
    })
  })
}

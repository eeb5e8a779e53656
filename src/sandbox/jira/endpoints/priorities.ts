import type { Router } from 'express'
import { PRIORITIES } from '../catalog'
import type { Jira } from '../jira'

/** `GET /priority`. */
export function mountPriorities(router: Router, { site }: Jira): void {
  router.get('/priority', (_req, res) => {
    res.json(
      PRIORITIES.map(({ id, name }) => ({
        self: `${site.url}/rest/api/2/priority/${id}`,
        statusColor: '#999999',
        description: '',
        iconUrl: `${site.url}/images/icons/priorities/${name.toLowerCase()}.svg`,
        name,
        id,
      })),
    )
  })
}

import type { Response, Router } from 'express'
import { createLoginGate } from '../authenticate'
import { ISSUE_TYPES, type Named, PRIORITIES, RESOLUTIONS, STATUSES } from '../catalog'
import type { Jira } from '../jira'
import { refuse } from '../refuse'
import { renderIssueType } from '../render/project'
import { renderCategory, renderPriority, renderStatus } from '../render/status'

/** What the whole site shares: priorities, statuses and their categories, resolutions, issue types. */
export function mountCatalog(router: Router, { site }: Jira): void {
  const gate = createLoginGate(site)
  const priorities = PRIORITIES.map(({ id, name }) => ({ id, name, statusColor: '#999999', description: '' }))
  const lists: { path: string; items: readonly Named[]; show: (item: never) => unknown }[] = [
    {
      path: '/priority',
      items: priorities,
      show: (item: (typeof priorities)[number]) => ({ ...item, ...renderPriority(site, item) }),
    },
    { path: '/status', items: STATUSES, show: (status: (typeof STATUSES)[number]) => renderStatus(site, status) },
    {
      path: '/resolution',
      items: RESOLUTIONS,
      show: ({ id, name }: Named) => ({ self: `${site.url}/rest/api/2/resolution/${id}`, id, name }),
    },
    {
      path: '/issuetype',
      items: ISSUE_TYPES,
      show: (type: (typeof ISSUE_TYPES)[number]) => renderIssueType(site, type),
    },
  ]
  for (const { path, items, show } of lists) {
    router.get(path, gate, (_req, res) => {
      res.json(items.map(item => show(item as never)))
    })
    router.get(`${path}/:idOrName`, gate, (req, res) => {
      const wanted = String(req.params.idOrName)
      const found = items.find(({ id, name }) => id === wanted || (path === '/status' && name === wanted))
      answer(res, found && show(found as never), `The ${path.slice(1)} with id '${wanted}' does not exist`)
    })
  }
  const categories = STATUSES.map(({ category }) => renderCategory(site, category))
  router.get('/statuscategory', gate, (_req, res) => {
    res.json(categories)
  })
}

function answer(res: Response, found: unknown, missing: string): void {
  if (found === undefined) refuse(res, 404, missing)
  else res.json(found)
}

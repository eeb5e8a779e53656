import type { Router } from 'express'
import { createLoginGate, readCaller } from '../authenticate'
import type { Jira } from '../jira'
import { readObject } from '../read-object'
import { refuseSearch } from '../refuse'
import { openSearch, runSearch } from '../search/search-issues'

/** Cloud: `POST /search/approximate-count`. */
export function mountApproximateCount(router: Router, { site, index }: Jira): void {
  router.post('/search/approximate-count', createLoginGate(site), (req, res) => {
    const searcher = { site, caller: readCaller(res), nowMs: site.now() }
    const search = openSearch(String(readObject(req.body).jql ?? ''), searcher)
    if ('errors' in search) refuseSearch(res, search.errors)
    else res.json({ count: runSearch(search, searcher, index.find()).length })
  })
}

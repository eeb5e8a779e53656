import type { Router } from 'express'
import type { Jira } from '../jira'
import type { RestVersion } from '../render/comment'
import { mountApproximateCount } from './approximate-count'
import { mountCloudSearch } from './search-cloud'
import { mountDataCenterSearch } from './search-datacenter'

/** Each flavor has its own search; they share the query language. */
export function mountSearch(router: Router, jira: Jira, version: RestVersion): void {
  if (jira.site.flavor === 'datacenter') {
    mountDataCenterSearch(router, jira)
    return
  }
  mountCloudSearch(router, jira, version)
  mountApproximateCount(router, jira)
}

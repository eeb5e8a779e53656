import type { IncomingMessage } from 'node:http'
import type { EnrichmentKind } from '../../domain/result-table'
import type { Role } from '../../domain/role'
import { BridgeError } from '../../errors'
import { type Contract, type EnrichmentId, moved } from '../contract'
import { onlyPosts } from '../problem'

/** A resource that scripts post enrichment to, as the contract describes it. */
export interface SecopsResource {
  kind: EnrichmentKind
  /** Roles that the caller must have, by the names of the contract's schemes. */
  roles: { key: Role[]; user: Role[] }
}

/** One resource for each operation; a missing or misspelt one does not compile. */
const kinds: Record<EnrichmentId, EnrichmentKind> = {
  postCiEnrichment: 'ci_enrichment',
  postCiEnrichmentV1: 'ci_enrichment',
  postObservableEnrichment: 'observable_enrichment',
  postObservableEnrichmentV1: 'observable_enrichment',
  postThreatLookup: 'threat_lookup',
  postThreatLookupV1: 'threat_lookup',
}

const contractBase = '/api/sn_sec_cmn/secops_integration_capabilities'

/** ServiceNow puts a version between the name space and the API (facts/servicenow.md 1.2). */
function versioned(basePath: string): string {
  return basePath.replace(/\/([^/]+)$/, '/v1/$1')
}

/** The contract as it is served where `basePath` says. */
export function serveSecopsAt(contract: Contract, basePath: string): Contract {
  if (basePath === contractBase) return contract
  return moved(contract, [
    [contractBase, basePath],
    [versioned(contractBase), versioned(basePath)],
  ])
}

/** Whether an address lies in the name space of `basePath`, where failures have ServiceNow's shape. */
export function createIsSecops(basePath: string): (url: string) => boolean {
  const nameSpace = `${basePath.slice(0, basePath.lastIndexOf('/'))}/`
  return url => url.startsWith(nameSpace)
}

export function describeSecops({ document }: Contract): Map<string, SecopsResource> {
  const resources = new Map<string, SecopsResource>()
  for (const [path, methods] of Object.entries(document.paths)) {
    const post = methods.post as PostOperation | undefined
    const kind = kinds[post?.operationId as EnrichmentId]
    if (post !== undefined && kind !== undefined) resources.set(path, { kind, roles: rolesOf(path, post) })
  }
  return resources
}

interface PostOperation {
  operationId?: string
  security?: Partial<SecopsResource['roles']>[]
}

function rolesOf(path: string, { security = [] }: PostOperation): SecopsResource['roles'] {
  const key = security.find(scheme => scheme.key !== undefined)?.key ?? []
  const user = security.find(scheme => scheme.user !== undefined)?.user ?? []
  if (key.length > 0 && user.length > 0) return { key, user }
  throw new BridgeError('misconfigured', `the contract of ${path} must name the roles of keys and users`, {
    code: 'contract-broken',
  })
}

/** Raises `not-found`: 400 and 405, as the platform answers before it asks who is there. */
export function findResource(
  resources: ReadonlyMap<string, SecopsResource>,
  { url = '', method }: IncomingMessage,
): SecopsResource {
  const [path = ''] = url.split('?', 1)
  const resource = resources.get(path)
  // A web server would answer 404 (facts/servicenow.md 3.3).
  if (resource === undefined)
    throw new BridgeError('not-found', 'there is no such resource', { code: 'no-such-path', status: 400 })
  if (method !== 'POST') throw onlyPosts()
  return resource
}

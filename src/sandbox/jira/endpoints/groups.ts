import type { Router } from 'express'
import { createLoginGate, readCaller } from '../authenticate'
import type { Jira } from '../jira'
import { readPage, wrapPage } from '../page'
import { readObject } from '../read-object'
import { refuse } from '../refuse'
import { renderUser } from '../render/user'
import type { Site } from '../site'
import { findProject } from './find-project'

/** `/groups/picker`, `/group/member`, `/mypermissions`. */
export function mountGroups(router: Router, jira: Jira): void {
  const { site } = jira
  const gate = createLoginGate(site)

  router.get('/groups/picker', gate, (req, res) => {
    const wanted = String(req.query.query ?? '').toLowerCase()
    const found = listGroups(site).filter(name => name.toLowerCase().includes(wanted))
    const groups = found.map(name => ({
      name,
      html: name,
      labels: [],
      ...(site.flavor === 'cloud' ? { groupId: nameGroupId(name) } : {}),
    }))
    res.json({ header: `Showing ${found.length} of ${found.length} matching groups`, total: found.length, groups })
  })

  router.get('/group/member', gate, (req, res) => {
    const { groupname, groupId } = req.query
    const name = listGroups(site).find(known => known === groupname || nameGroupId(known) === groupId)
    if (name === undefined) {
      refuse(res, 404, `The group named '${String(groupname ?? groupId)}' does not exist.`)
      return
    }
    const members = site.people.filter(({ groups }) => groups.includes(name))
    const page = readPage(req.query, { size: 50, max: 50 })
    const url = `${site.url}${req.originalUrl.split('?')[0]}`
    res.json(wrapPage(members, page, { url, show: person => renderUser(site, person) }))
  })

  router.get('/mypermissions', gate, (req, res) => {
    const { projectKey, projectId, permissions } = req.query
    const project = projectKey ?? projectId
    if (project !== undefined) req.params.projectIdOrKey = String(project)
    if (project !== undefined && findProject(jira, req, res) === undefined) return
    if (site.flavor === 'cloud' && permissions === undefined) {
      refuse(res, 400, "The 'permissions' query parameter is required.")
      return
    }
    res.json({ permissions: renderPermissions(readCaller(res).roles, permissions) })
  })
}

const PERMISSIONS: Record<string, { id: string; name: string; type: string; isForAdmins?: true }> = {
  BROWSE_PROJECTS: { id: '10', name: 'Browse Projects', type: 'PROJECT' },
  CREATE_ISSUES: { id: '11', name: 'Create Issues', type: 'PROJECT' },
  EDIT_ISSUES: { id: '12', name: 'Edit Issues', type: 'PROJECT' },
  ADD_COMMENTS: { id: '15', name: 'Add Comments', type: 'PROJECT' },
  DELETE_ISSUES: { id: '16', name: 'Delete Issues', type: 'PROJECT' },
  CREATE_ATTACHMENTS: { id: '19', name: 'Create Attachments', type: 'PROJECT' },
  LINK_ISSUES: { id: '21', name: 'Link Issues', type: 'PROJECT' },
  TRANSITION_ISSUES: { id: '46', name: 'Transition Issues', type: 'PROJECT' },
  ADMINISTER_PROJECTS: { id: '23', name: 'Administer Projects', type: 'PROJECT', isForAdmins: true },
  ADMINISTER: { id: '0', name: 'Administer Jira', type: 'GLOBAL', isForAdmins: true },
}

/** Everybody with an account may do everything but administer. */
function renderPermissions(roles: string[], asked: unknown): Record<string, unknown> {
  const wanted = asked === undefined ? Object.keys(PERMISSIONS) : String(asked).split(',')
  const known = wanted.filter(key => Object.hasOwn(PERMISSIONS, key))
  return Object.fromEntries(
    known.map(key => {
      const { isForAdmins, ...about } = readObject(PERMISSIONS[key])
      return [key, { ...about, key, havePermission: isForAdmins !== true || roles.includes('Administrators') }]
    }),
  )
}

function listGroups(site: Site): string[] {
  return [...new Set(site.people.flatMap(({ groups }) => groups))].sort()
}

function nameGroupId(name: string): string {
  const hex = Buffer.from(name).toString('hex').padEnd(32, '0').slice(0, 32)
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-')
}

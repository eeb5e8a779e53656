import type { Request, Response } from 'express'
import { findCaller } from '../authenticate'
import type { Jira } from '../jira'
import { refuse } from '../refuse'
import type { Person, Project, Site } from '../site'
import { maySeeProject } from '../visibility'

/** The projects that are there for this caller. */
export function listProjects(site: Site, caller: Person | null): Project[] {
  return site.projects.filter(project => maySeeProject(project, caller))
}

/** The project of the path, by id or key; where the caller may not see it, the answer is already sent. */
export function findProject(jira: Jira, req: Request, res: Response): Project | undefined {
  const wanted = String(req.params.projectIdOrKey)
  const found = listProjects(jira.site, findCaller(res)).find(({ id, key }) => id === wanted || key === wanted)
  const what = /^\d+$/.test(wanted) ? 'id' : 'key'
  if (found === undefined) refuse(res, 404, `No project could be found with ${what} '${wanted}'.`)
  return found
}

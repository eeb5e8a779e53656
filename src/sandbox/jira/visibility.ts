import type { Comment, Issue, Person, Project } from './site'

export function maySeeProject(project: Project, person: Person | null): boolean {
  return person !== null && (project.readers?.includes(person.name) ?? true)
}

/** A restricted comment is there for those it is restricted to. */
export function maySeeComment({ visibility }: Comment, person: Person | null): boolean {
  if (visibility === undefined) return true
  const memberships = visibility.type === 'group' ? person?.groups : person?.roles
  return memberships?.includes(visibility.value) ?? false
}

export function listVisibleComments(issue: Issue, person: Person | null): Comment[] {
  return issue.comments.filter(comment => maySeeComment(comment, person))
}

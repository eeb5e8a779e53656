import type { Comment, Issue, Person } from '../site'
import type { ChangeParts } from './issue-changes'

/** What a request says of a comment. */
export type CommentContent = Pick<Comment, 'body' | 'visibility'> & { properties?: Comment['properties'] }

/** Everything that can happen to a comment: it takes effect, is noted and announced. */
export interface CommentChanges {
  add(issue: Issue, content: CommentContent, actor: Person): Comment
  edit(issue: Issue, comment: Comment, edit: { content: CommentContent; actor: Person }): void
  remove(issue: Issue, comment: Comment, actor: Person): void
}

export function createCommentChanges({ site, ledger, announcer, index }: ChangeParts): CommentChanges {
  const commit = (
    event: 'created' | 'updated' | 'deleted',
    happening: { issue: Issue; comment: Comment; actor: Person },
  ) => {
    const { issue, comment, actor } = happening
    ledger.note(`comment.${event}`, { id: comment.id, issue: issue.id, key: issue.key, actor: actor.name })
    index.note(issue)
    announcer.announceComment({ event, issue, comment, actor })
  }
  return {
    add: (issue, content, actor) => {
      const created = site.touch(issue)
      const id = site.nextId('comment')
      const comment = { id, properties: [], ...content, author: actor, updateAuthor: actor, created, updated: created }
      issue.comments.push(comment)
      commit('created', { issue, comment, actor })
      return comment
    },
    edit: (issue, comment, { content, actor }) => {
      Object.assign(comment, content, { updateAuthor: actor, updated: site.touch(issue) })
      commit('updated', { issue, comment, actor })
    },
    remove: (issue, comment, actor) => {
      site.touch(issue)
      issue.comments.splice(issue.comments.indexOf(comment), 1)
      commit('deleted', { issue, comment, actor })
    },
  }
}

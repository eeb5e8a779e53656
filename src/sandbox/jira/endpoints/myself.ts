import type { Router } from 'express'
import { createLoginGate, readCaller } from '../authenticate'
import type { Jira } from '../jira'
import { renderUser } from '../render/user'

/** `GET /myself`: the one path that tells a bad credential by its status. */
export function mountMyself(router: Router, jira: Jira): void {
  router.get('/myself', createLoginGate(jira.site), (_req, res) => {
    const caller = readCaller(res)
    res.json({
      ...renderUser(jira.site, caller),
      emailAddress: caller.email,
      locale: 'en_US',
      expand: 'groups,applicationRoles',
    })
  })
}

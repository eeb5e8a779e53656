import type { Reply } from '../envelope'
import { readNow } from '../instant'
import type { Effect } from '../ledger'
import type { Soar } from '../soar'
import { recordAudit } from './audit'
import { type Caller, createAuthenticate, type Knock } from './authenticate'
import { authorize } from './permissions'
import { translateReply } from './training-dialect'

/** One request as administration sees it. */
export interface Visit extends Knock {
  method: string
  path: string
}

/** What administration does to every request: lets it in or not, keeps the trail, chooses the dialect of the answer. */
export interface Guard {
  /** Throws where the caller is not known or may not do this. */
  admit(visit: Visit): Caller
  audit(effect: Effect, by: Caller, visit: Visit): void
  translate(visit: Visit, reply: Reply): Reply
}

export function createGuard(soar: Soar): Guard {
  const startedAt = Date.parse(readNow())
  const uptimeSeconds = (): number => Math.floor((Date.parse(readNow()) - startedAt) / 1000)
  const authenticate = createAuthenticate(soar)
  return {
    admit(visit) {
      const caller = authenticate(visit)
      authorize(soar, caller.user, visit)
      return caller
    },
    audit: (effect, { user }, { address }) => recordAudit(soar.tables, effect, { user, address }),
    translate: (visit, reply) => (soar.switches.trainingDialect ? translateReply(visit, reply, uptimeSeconds) : reply),
  }
}

import type { Request, Response } from 'express'
import type { ScenarioFacts } from './catalog'
import type { Fields } from './is-object'

/** How the system of this sandbox, or what stands in front of it, speaks when it refuses. */
export interface Voice {
  /** Scenarios that only this system has. */
  own: Readonly<Record<string, OwnScenario>>
  /** 429; `retryAfter` as in the header. */
  throttle(response: Response, retryAfter: string | undefined): void
  /** An error of its own making. */
  fail(response: Response, status: number): void
  forbid(request: Request, response: Response): void
  /** The page that people see: a login, a hibernating instance. */
  showPage(response: Response, status: number): void
}

export interface OwnScenario extends ScenarioFacts {
  /** Goes together with any other, and leaves a mark for the endpoint; otherwise it answers instead of the system. */
  isAddition: boolean
  isMeant(request: Asked): boolean
  act(response: Response, options: Fields): void
}

/** What a scenario looks at to tell whether it is meant. */
export interface Asked {
  method: string
  path: string
}

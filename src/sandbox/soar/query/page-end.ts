import { Failure } from '../envelope'
import type { Route } from '../route'

/** A page beyond the end. Django's words; which status SOAR gives it is not verified, so a switch decides. */
export class PageBeyondEnd extends Failure {
  constructor(status = 400) {
    super(status, 'That page contains no results')
  }
}

/** `route`, with the status that the switch asks for. */
export function answerPageEnd(route: Route, status: number): Route {
  return {
    ...route,
    answer(call) {
      try {
        return route.answer(call)
      } catch (error) {
        throw error instanceof PageBeyondEnd ? new PageBeyondEnd(status) : error
      }
    },
  }
}

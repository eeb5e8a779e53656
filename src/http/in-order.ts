import type { RequestHandler } from 'express'

/**
 * Runs handlers one after the other and then what follows. A router would do the same, but asks every handler for its
 * path first, on every request.
 */
export function inOrder(...handlers: RequestHandler[]): RequestHandler {
  return (request, response, next) => {
    let at = 0
    const step = (error?: unknown): void => {
      const handler = handlers[at]
      if (error !== undefined || handler === undefined) return next(error)
      at += 1
      try {
        const waiting: unknown = handler(request, response, step)
        if (waiting instanceof Promise) waiting.catch(next)
      } catch (caught) {
        next(caught)
      }
    }
    step()
  }
}

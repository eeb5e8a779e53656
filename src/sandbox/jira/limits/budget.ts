import type { Request, Response } from 'express'

/** The endpoint and method that share a budget: ids and keys in the path do not tell endpoints apart. */
export function nameBudget({ method, path }: Request): string {
  const parts = path
    .split('/')
    .map(part => (/^(\d{1,20}|[A-Za-z][A-Za-z0-9_]{0,254}-\d{1,20})$/.test(part) ? '{}' : part))
  return `${method} ${parts.join('/')}`
}

/** Cloud tells the limit on every answer, as recorded: by method, and higher for issues themselves. */
export function announceBudget(req: Request, res: Response): void {
  res.set('X-RateLimit-Limit', String(readBudget(req)))
}

function readBudget({ method, path }: Request): number {
  const isIssue = /\/issue(\/[^/]{1,300})?$/.test(path)
  if (method === 'GET') return isIssue ? 400 : 350
  return method === 'PUT' && isIssue ? 300 : 200
}

import type { Request, RequestHandler, Response } from 'express'

/** Jira's check against forged requests: plain text, and not in the shape of other refusals. */
export function refuseForgery(res: Response): void {
  res.status(403).type('text/plain').send('XSRF check failed')
}

/** A write that looks like a browser's is refused, whatever else it carries. */
export function createForgeryGate(): RequestHandler {
  return (req, res, next) => {
    if (req.method !== 'GET' && looksLikeBrowser(req)) refuseForgery(res)
    else next()
  }
}

export function isForgerySafe(req: Request): boolean {
  return ['no-check', 'nocheck'].includes(String(req.headers['x-atlassian-token']).toLowerCase())
}

function looksLikeBrowser(req: Request): boolean {
  return req.headers.origin !== undefined || (req.headers['user-agent'] ?? '').startsWith('Mozilla/')
}

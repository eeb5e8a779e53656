import type { RequestHandler } from 'express'
import type { Switchboard } from './switches'

/** What an instance that sleeps answers to everything, as if all were well. */
export const HIBERNATION_PAGE =
  '<!DOCTYPE html><html><head><title>Hibernating Instance</title></head><body>Your instance is hibernating.</body></html>'

export function createHibernation(switches: Switchboard): RequestHandler {
  return (_req, res, next) => {
    if (switches.read().hibernating) res.status(200).type('html').send(HIBERNATION_PAGE)
    else next()
  }
}

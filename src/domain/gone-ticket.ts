import type { JsonObject } from './json'

export interface SoughtTicket {
  id: string
  /** Project or table; without it nothing proves that the ticket is gone. */
  collection: string | null
}

export interface GoneTicket {
  id: string
  /** Its deletion as `identify` and `normalize` take a delivery, marked as presumed. */
  payload: JsonObject
}

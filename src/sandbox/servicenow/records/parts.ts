import type { Instance } from '../instance'
import type { Ledger } from '../ledger'
import type { Pusher } from '../push/pusher'
import type { Random } from '../random'
import type { Switchboard } from '../switches'

/** What a change of a record touches. */
export interface RecordParts {
  instance: Instance
  ledger: Ledger
  pusher: Pusher
  switches: Switchboard
  random: Random
}

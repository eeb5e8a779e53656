import type { Ledger } from '../../stage/ledger'
import type { Random } from '../../stage/random'
import type { Instance } from '../instance'
import type { Pusher } from '../push/pusher'
import type { Switchboard } from '../switches'

/** What a change of a record touches. */
export interface RecordParts {
  instance: Instance
  ledger: Ledger
  pusher: Pusher
  switches: Switchboard
  random: Random
}

import type { Database } from '../store/database'
import { createJobLedger } from './ledger-jobs'
import { createLaneLedger } from './ledger-lanes'
import { createLateLedger } from './ledger-late'
import { createOperatorLedger } from './ledger-operator'
import type { Ledger } from './outbox'

/** The ledger over our tables, the same on every engine. `leaseMs` is how long a silent holder keeps its lane. */
export function createLedger(parts: Pick<Database, 'read' | 'write'> & { now(): number; leaseMs: number }): Ledger {
  return {
    ...createLaneLedger(parts),
    ...createJobLedger(parts.read),
    ...createLateLedger(parts),
    ...createOperatorLedger(parts.read),
  }
}

import type { Observable } from '../../domain/observable'
import type { SuffixRules } from './judge-domain'

/** Counts the characters that a scan touches, so that a test can hold it to linear work. */
export interface Meter {
  steps: number
}

/** All that a scan carries along. */
export interface Scan {
  rules: SuffixRules
  meter: Meter
  found: Observable[]
}

/** A word on its way through the scan. */
export interface WordContext {
  scan: Scan
  /** The word before says that a dotted number here is a version. */
  isVersion: boolean
}

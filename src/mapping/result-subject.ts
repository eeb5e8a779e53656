import type { Observable } from '../domain/observable'
import { observableKey } from './observable-key'
import { type PostedResult, readResult } from './read-result'

/** What results without a ticket are gathered by. */
export interface ResultSubject {
  /** The same for all results about it, however they write it. */
  key: string
  /** As people read it. */
  name: string
  observable: Observable | undefined
}

/** Undefined where a result names nothing that it is about. */
export function subjectOfResult(result: PostedResult): ResultSubject | undefined {
  const { value, observable } = readResult(result)
  if (value === '') return undefined
  if (observable !== undefined) return { key: observableKey(observable), name: observable.value, observable }
  return { key: `value:${value.toLowerCase()}`, name: value, observable }
}

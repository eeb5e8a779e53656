import { type Observable, observableTypes } from '../domain/observable'

/** `type:value`, as links store it. */
export function observableKey(observable: Observable): string {
  return `${observable.type}:${observable.value}`
}

/** Reads `type:value`; undefined where the type is none of ours. */
export function parseObservableKey(key: string): Observable | undefined {
  const colon = key.indexOf(':')
  const type = observableTypes.find(known => known === key.slice(0, colon))
  return type === undefined || colon === -1 ? undefined : { type, value: key.slice(colon + 1) }
}

/** Each once, in the order of their keys. */
export function sortObservables(observables: readonly Observable[]): Observable[] {
  const byKey = new Map(observables.map(observable => [observableKey(observable), observable]))
  return [...byKey.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, observable]) => observable)
}

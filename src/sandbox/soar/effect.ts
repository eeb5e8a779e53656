import type { JsonObject } from './json'

/**
 * Something that happened to the data, or a playbook start: `<kind of object>.<what happened>`. The container is null for
 * what belongs to none; the object's own id under its kind, and further details, where they apply.
 */
export interface Effect extends JsonObject {
  effect: `${string}.${'created' | 'updated' | 'deleted' | 'duplicate' | 'triggered'}`
  container: number | null
}

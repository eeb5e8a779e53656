import type { Sensitivity } from '../domain/container'

/** Mildest first. */
const order: readonly Sensitivity[] = ['white', 'green', 'amber', 'red']

export function stricterSensitivity(one: Sensitivity, other: Sensitivity): Sensitivity {
  return order.indexOf(one) >= order.indexOf(other) ? one : other
}

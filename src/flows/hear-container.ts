import type { Sensitivity } from '../domain/container'
import type { ContainerChange } from '../domain/container-change'
import { mergeContainer } from '../domain/container-snapshot'
import type { Link } from '../domain/link'
import type { Receipt } from '../domain/receipt'

/** One change that SOAR told of, and the receipt it came in. */
export interface HeardFromSoar {
  receipt: Receipt
  change: ContainerChange
}

/** What the receipts of polls say of this container; those of one that is no longer the link's say nothing. */
export function readContainerChanges(
  receipts: readonly Receipt[],
  containerId: string | null | undefined,
): HeardFromSoar[] {
  return receipts
    .map(receipt => ({ receipt, change: JSON.parse(receipt.body.toString('utf8')) as ContainerChange }))
    .filter(({ change }) => change.containerId === containerId)
}

/** The link with what SOAR told of its container. */
export function hearContainer(link: Link, heard: readonly HeardFromSoar[]): Link {
  const container = heard.reduce(
    (known, { receipt, change }) => mergeContainer(known, change, receipt.receivedAt),
    link.container,
  )
  return { ...link, container }
}

/** Of the container as SOAR told it last; null where it was not heard. */
export function sensitivityOf({ container }: Link): Sensitivity | null {
  return (container.fields.sensitivity?.value ?? null) as Sensitivity | null
}

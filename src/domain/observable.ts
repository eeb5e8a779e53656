export const observableTypes = [
  'ipv4',
  'ipv6',
  'cidr',
  'domain',
  'url',
  'email',
  'md5',
  'sha1',
  'sha256',
  'cve',
  'hostname',
  'username',
] as const
export type ObservableType = (typeof observableTypes)[number]

/** A value extracted from a ticket, refanged and normalised; equal values are one observable. */
export interface Observable {
  type: ObservableType
  value: string
}

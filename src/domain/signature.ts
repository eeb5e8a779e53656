import { createHash, createHmac, timingSafeEqual } from 'node:crypto'

/** How one connection's webhooks prove where they come from. A way that is left out is closed. */
export interface WebhookCredentials {
  /** HMAC keys; several while one is being replaced. Empty ones never match. */
  secrets?: readonly string[]
  /** Value of `X-Bridge-Secret`, for senders that cannot sign. */
  header?: string
  basic?: { user: string; password: string }
}

/** Equal, without telling by the time taken how far they are; of any length. */
export function areEqualSecrets(left: string, right: string): boolean {
  return timingSafeEqual(digestOf(left), digestOf(right))
}

/**
 * Whether `header` (`sha256=<64 hex digits>`) is the HMAC of `rawBody` under one of `secrets`.
 * The method is named by the sender and taken from an allow-list of one (WebSub, section 8).
 */
export function isSignedBy(secrets: readonly string[], header: string, rawBody: Buffer): boolean {
  const given = /^sha256=([0-9a-f]{64})$/i.exec(header)?.[1]
  if (given === undefined) return false
  const claimed = Buffer.from(given, 'hex')
  let isSigned = false
  for (const secret of secrets) {
    const expected = createHmac('sha256', secret).update(rawBody).digest()
    // An HMAC under an empty key can be computed by anyone.
    if (timingSafeEqual(expected, claimed) && secret !== '') isSigned = true
  }
  return isSigned
}

/** Answers for each way whether what was presented opens the connection. */
export function createWebhookVerifier(credentials: WebhookCredentials) {
  const { secrets = [], header: shared, basic } = credentials
  return {
    signature: (header: string, rawBody: Buffer) => isSignedBy(secrets, header, rawBody),
    secret: (header: string) => shared !== undefined && shared !== '' && areEqualSecrets(shared, header),
    basic(user: string, password: string) {
      if (basic === undefined || basic.password === '') return false
      const isUser = areEqualSecrets(basic.user, user)
      const isPassword = areEqualSecrets(basic.password, password)
      return isUser && isPassword
    },
  }
}

function digestOf(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}

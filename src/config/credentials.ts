/** Shortest secret of ours that a webhook may use, in characters. */
export const shortestWebhookSecret = 16
/** Shortest password of ours, in characters; some senders cap them. */
export const shortestWebhookPassword = 8

/** Filled, and without control characters or halves of characters, which would break the header that carries it. */
export function isCredential(value: string): boolean {
  return value.trim() !== '' && !/[\p{Cc}\p{Cs}]/u.test(value)
}

export function isWebhookSecret(value: string): boolean {
  return value.length >= shortestWebhookSecret && isCredential(value) && !isPlaceholder(value)
}

export function isWebhookPassword(value: string): boolean {
  return value.length >= shortestWebhookPassword && isCredential(value) && !isPlaceholder(value)
}

// No word begins another one, so that the repetition stays linear.
const placeholderWords =
  /^(?:change|me|replace|this|your|secret|password|placeholder|example|here|insert|todo|default)+$/

/** `changeme`, `your-secret-here`, `xxxxxxxxxxxxxxxx`: what examples hold and nobody replaced. */
function isPlaceholder(value: string): boolean {
  const letters = value.toLowerCase().replace(/[^a-z]/g, '')
  return new Set(value).size < 5 || placeholderWords.test(letters)
}

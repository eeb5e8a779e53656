/** Time as the bridge sees it; tests hand in one that they move themselves. */
export interface Clock {
  /** Epoch milliseconds. */
  now(): number
  /** Calls back once after `ms`; the answer cancels it. Never keeps the process alive. */
  after(ms: number, callback: () => void): () => void
}

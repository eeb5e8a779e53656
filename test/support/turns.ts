/** Lets everything run that waits for nothing but its turn. */
export async function runTurns(turns = 10): Promise<void> {
  for (let turn = 0; turn < turns; turn += 1) await new Promise(resolve => setImmediate(resolve))
}

/** A promise that the test settles itself. */
export interface Deferred<Value> {
  promise: Promise<Value>
  resolve(value: Value): void
  reject(error: unknown): void
}

export function defer<Value = void>(): Deferred<Value> {
  let settle: Pick<Deferred<Value>, 'resolve' | 'reject'> | undefined
  const promise = new Promise<Value>((resolve, reject) => {
    settle = { resolve, reject }
  })
  const { resolve, reject } = settle as unknown as Pick<Deferred<Value>, 'resolve' | 'reject'>
  return { promise, resolve, reject }
}

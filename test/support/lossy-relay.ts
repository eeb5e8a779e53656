import { type ScriptedServer, startScriptedServer } from './http-server'

/** Stands between what pushes and the bridge. */
export interface LossyRelay extends Pick<ScriptedServer, 'url' | 'close'> {
  /** Deliveries so far, and how many of them were lost. */
  counts: { pushed: number; lost: number }
  /** Everything is lost meanwhile. */
  setDeaf(isDeaf: boolean): void
}

/** Loses every `one`th delivery, and takes each for delivered: nobody sends it again. */
export async function openLossyRelay(bridgeUrl: string, { loses: one }: { loses: number }): Promise<LossyRelay> {
  const counts = { pushed: 0, lost: 0 }
  let isDeaf = false
  const { url, close } = await startScriptedServer(async ({ method, path, headers, body }) => {
    counts.pushed += 1
    if (isDeaf || counts.pushed % one === 0) {
      counts.lost += 1
      return { status: 202, json: {} }
    }
    const { host: _, connection: __, 'content-length': ___, 'transfer-encoding': ____, ...kept } = headers
    const answer = await fetch(bridgeUrl + path, { method, headers: kept as Record<string, string>, body })
    return { status: answer.status, json: await answer.json() }
  })
  return { url, close, counts, setDeaf: wish => (isDeaf = wish) }
}

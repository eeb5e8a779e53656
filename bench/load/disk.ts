import { closeSync, fsyncSync, openSync, unlinkSync, writeSync } from 'node:fs'
import path from 'node:path'

export interface DiskSpeed {
  fsyncsPerSecond: number
  p50Ms: number
  p99Ms: number
}

/** Appends 4 KiB and syncs, again and again: what one durable commit costs here at least. */
export function measureFsync(folder: string, times = 300): DiskSpeed {
  const file = path.join(folder, 'fsync.probe')
  const descriptor = openSync(file, 'w')
  const block = Buffer.alloc(4096, 1)
  const took: number[] = []
  try {
    for (let turn = 0; turn < times; turn += 1) {
      const startedAt = performance.now()
      writeSync(descriptor, block)
      fsyncSync(descriptor)
      took.push(performance.now() - startedAt)
    }
  } finally {
    closeSync(descriptor)
    unlinkSync(file)
  }
  const total = took.reduce((sum, ms) => sum + ms, 0)
  took.sort((one, other) => one - other)
  const at = (share: number) => took[Math.floor(share * (times - 1))] ?? 0
  return { fsyncsPerSecond: (times / total) * 1000, p50Ms: at(0.5), p99Ms: at(0.99) }
}

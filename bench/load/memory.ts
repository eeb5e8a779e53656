import { readFileSync } from 'node:fs'

/** The most memory that a process ever held at once, in bytes; null where `/proc` does not say. */
export function readPeakBytes(pid: number): number | null {
  try {
    const kibibytes = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
    return kibibytes === undefined ? null : Number(kibibytes) * 1024
  } catch {
    return null
  }
}

import { execFileSync } from 'node:child_process'

/** Which core runs what; null where cores cannot be given out, and then no ratio means anything. */
export interface Cores {
  server: number
  client: number
  /** Of the SOAR sandbox: a third core where there is one, else the client's. */
  soar: number
}

/** The cores this process may use, shared out; or why they cannot be. */
export function assignCores(): { cores: Cores } | { missing: string } {
  let list: string
  try {
    list = execFileSync('taskset', ['-cp', String(process.pid)], { encoding: 'utf8', stdio: 'pipe' })
  } catch {
    return { missing: 'taskset is not there, so server and client share all cores' }
  }
  const [server, client, third] = parseCoreList(list.slice(list.lastIndexOf(':') + 1).trim())
  if (server === undefined || client === undefined) return { missing: 'there is one core only' }
  return { cores: { server, client, soar: third ?? client } }
}

/** `0,2-4` as numbers. */
function parseCoreList(list: string): number[] {
  return list.split(',').flatMap(range => {
    const [from = 0, to = from] = range.split('-').map(Number)
    return Array.from({ length: to - from + 1 }, (_, offset) => from + offset)
  })
}

import { readFileSync } from 'node:fs'

/** Who used the processors while something was measured; shares are percent of one core, null where `/proc` does not say. */
export interface CpuUse {
  ms: number
  clientCpuPercent: number
  serverCpuPercent: number | null
  /** Everybody else on this machine; much of it spoils what was measured. */
  othersCpuPercent: number | null
}

/** Linux counts processor time in these. */
const ticksPerSecond = 100

/** Begins to measure; call what it answers at the end. The client is this process. */
export function openCpuWindow(serverPid: number): () => CpuUse {
  const startedAt = performance.now()
  const clientBefore = process.cpuUsage()
  const serverBefore = readProcessMs(serverPid)
  const allBefore = readAllMs()
  return () => {
    const ms = performance.now() - startedAt
    const { user, system } = process.cpuUsage(clientBefore)
    const client = (user + system) / 1000
    const server = difference(serverBefore, readProcessMs(serverPid))
    const all = difference(allBefore, readAllMs())
    const others = all === null || server === null ? null : Math.max(0, all - server - client)
    const percent = (cpuMs: number) => (cpuMs / ms) * 100
    return {
      ms,
      clientCpuPercent: percent(client),
      serverCpuPercent: server === null ? null : percent(server),
      othersCpuPercent: others === null ? null : percent(others),
    }
  }
}

function difference(before: number | null, after: number | null): number | null {
  return before === null || after === null ? null : after - before
}

/** Time of a process and its threads. */
function readProcessMs(pid: number): number | null {
  const stat = readOrNull(`/proc/${pid}/stat`)
  if (stat === null) return null
  // The name in parentheses may hold anything; user and system time are the 14th and 15th field.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return toMs(Number(fields[11]) + Number(fields[12]))
}

/** Time that all cores spent on anything, what the hypervisor took included. */
function readAllMs(): number | null {
  const line = readOrNull('/proc/stat')?.split('\n', 1)[0]
  if (line === undefined) return null
  const [user = 0, nice = 0, system = 0, , , irq = 0, softIrq = 0, stolen = 0] = line.split(/ +/).slice(1).map(Number)
  return toMs(user + nice + system + irq + softIrq + stolen)
}

function toMs(ticks: number): number {
  return (ticks * 1000) / ticksPerSecond
}

function readOrNull(file: string): string | null {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return null
  }
}

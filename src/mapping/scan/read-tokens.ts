import type { ObservableType } from '../../domain/observable'
import { isAlphanumeric } from './character'
import type { Scan } from './scan'

const hashTypes = new Map<number, ObservableType>([
  [32, 'md5'],
  [40, 'sha1'],
  [64, 'sha256'],
])
const cvePattern = /^cve-\d{4}-\d{4,7}(?!\d)/i
const maxCve = 'CVE-2021-1234567'.length

/** Finds hashes and CVE numbers: unbroken runs of letters and digits, with something else on both sides. */
export function readTokens(text: string, scan: Scan): void {
  for (let at = 0; at < text.length; at++) {
    const start = at
    while (isAlphanumeric(text.charCodeAt(at))) at++
    const type = hashTypes.get(at - start)
    if (type !== undefined) readHash(text.slice(start, at), type, scan)
    if (at - start === 3) at = Math.max(at, readCve(text, start, scan))
  }
  scan.meter.steps += 3 * text.length
}

/** Forty digits without a letter are a number of another kind. */
function readHash(run: string, type: ObservableType, scan: Scan): void {
  if (/^[0-9a-f]+$/i.test(run) && /[a-f]/i.test(run)) scan.found.push({ type, value: run.toLowerCase() })
}

function readCve(text: string, start: number, scan: Scan): number {
  const cve = cvePattern.exec(text.slice(start, start + maxCve + 1))?.[0]
  if (cve === undefined) return start
  scan.found.push({ type: 'cve', value: cve.toUpperCase() })
  return start + cve.length
}

import { sha256Hex } from './ids'

/**
 * A short text that recognises one thing of ours in an outside system: 26 letters and digits, safe in queries and in
 * markup. The same parts always make the same marker.
 */
export function markerOf(...parts: string[]): string {
  return sha256Hex(parts.join('\n')).slice(0, 26)
}

/** The name of a file without the marker that the bridge put before it. */
export function withoutMarker(fileName: string): string {
  return fileName.replace(/^[0-9a-f]{26}-(?=.)/, '')
}

import { cutText } from './cut-text'

const longestName = 255
const longestExtension = 12

/**
 * A name for a file in the vault, which begins with its marker. Letters, digits, spaces, `.`, `_` and `-` stay, everything
 * else becomes `_`, so that no name is a path or is cut by its reader; a long one keeps its extension.
 */
export function vaultFileName(marker: string, name: string): string {
  const safe = cutText(name, 1_000).replace(/[^\p{L}\p{M}\p{N} ._-]/gu, '_')
  const dot = safe.lastIndexOf('.')
  const extension = dot > 0 && safe.length - dot <= longestExtension ? safe.slice(dot) : ''
  const room = longestName - marker.length - 1 - extension.length
  const stem = safe.slice(0, safe.length - extension.length)
  return `${marker}-${cutText(stem, room)}${extension}`
}

import type { Observable } from '../../domain/observable'
import { isWordPart } from './character'
import type { SuffixRules } from './judge-domain'
import { readUrl } from './read-url'
import { readWord } from './read-word'
import { refang } from './refang'
import type { Meter, Scan } from './scan'

/**
 * Every observable that a text names, in the order of the text, doublets included. The text is read a bounded number of
 * times from left to right, whatever is in it; `meter` counts. Nothing is ever resolved or fetched.
 */
export function scanText(text: string, rules: SuffixRules, meter: Meter = { steps: 0 }): Observable[] {
  const scan: Scan = { rules, meter, found: [] }
  const plain = refang(text, meter)
  let from = 0
  for (let colon = plain.indexOf('://'); colon !== -1; colon = plain.indexOf('://', Math.max(colon + 3, from))) {
    const url = readUrl(plain, colon, scan)
    if (url === undefined) continue
    scanWords(plain.slice(from, url.start), scan)
    scan.found.push(...url.observables)
    from = url.end
  }
  scanWords(plain.slice(from), scan)
  return scan.found
}

/** Words that turn a dotted quad into a number of another kind. */
const versionNames = ['version', 'versions', 'ver', 'v', 'build', 'release', 'firmware', 'section', 'chapter']
const versionWords = new Set(versionNames.flatMap(name => [name, `${name}:`, `${name}.`]))
const maxVersionWord = 10
/** `::1` */
const shortestWord = 3

function scanWords(text: string, scan: Scan): void {
  let before = ''
  for (let at = 0; at < text.length; at++) {
    if (!isWordPart(text.charCodeAt(at))) continue
    const start = at
    while (isWordPart(text.charCodeAt(at))) at++
    const word = text.slice(start, at)
    if (word.length >= shortestWord) readWord(word, { scan, isVersion: versionWords.has(before) })
    before = word.length > maxVersionWord ? '' : word.toLowerCase()
  }
  scan.meter.steps += 2 * text.length
}

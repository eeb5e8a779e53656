/** What `~` looks for, as Jira's index does it without stemming: every word, or a phrase in its own quotes. */
export function createWordTest(wanted: string): (texts: readonly string[]) => boolean {
  const phrase = /^"([^"]*)"$/.exec(wanted.trim())?.[1]
  const words = splitWords(phrase ?? wanted)
  if (words.length === 0) return () => false
  if (phrase !== undefined) return texts => texts.some(text => holdsPhrase(text, words))
  return texts => {
    const lower = texts.map(text => text.toLowerCase())
    return words.every(word => lower.some(text => holdsWord(text, word)))
  }
}

/** Lower-case runs of letters and digits; a star at an end is kept. */
function splitWords(text: string): string[] {
  const words = text.toLowerCase().split(/[^\p{L}\p{N}*]+/u)
  return words.filter(word => word !== '' && word !== '*')
}

const PART_OF_WORD = /[\p{L}\p{N}]/u

/** Looks from place to place instead of cutting the whole text into words: most texts hold none of them. */
function holdsWord(text: string, word: string): boolean {
  const isStart = word.endsWith('*')
  const wanted = isStart ? word.slice(0, -1) : word
  for (let at = text.indexOf(wanted); at >= 0; at = text.indexOf(wanted, at + 1)) {
    const isWhole = isStart || !PART_OF_WORD.test(text.charAt(at + wanted.length))
    if (isWhole && !PART_OF_WORD.test(text.charAt(at - 1))) return true
  }
  return false
}

function holdsPhrase(text: string, phrase: readonly string[]): boolean {
  return ` ${splitWords(text).join(' ')} `.includes(` ${phrase.join(' ')} `)
}

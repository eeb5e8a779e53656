/** What `~` looks for, as Jira's index does it without stemming: every word, or a phrase in its own quotes. */
export function createWordTest(wanted: string): (texts: readonly string[]) => boolean {
  const phrase = /^"([^"]*)"$/.exec(wanted.trim())?.[1]
  const words = splitWords(phrase ?? wanted, true)
  if (words.length === 0) return () => false
  if (phrase !== undefined) return texts => texts.some(text => holdsPhrase(splitWords(text, false), words))
  return texts => {
    const found = texts.flatMap(text => splitWords(text, false))
    const known = new Set(found)
    return words.every(word => (word.endsWith('*') ? startsAny(found, word.slice(0, -1)) : known.has(word)))
  }
}

/** Lower-case runs of letters and digits; a star is kept where the words are a query's. */
function splitWords(text: string, isQuery: boolean): string[] {
  const words = text.toLowerCase().split(isQuery ? /[^\p{L}\p{N}*]+/u : /[^\p{L}\p{N}]+/u)
  return words.filter(word => word !== '' && word !== '*')
}

function startsAny(words: readonly string[], start: string): boolean {
  return words.some(word => word.startsWith(start))
}

function holdsPhrase(words: readonly string[], phrase: readonly string[]): boolean {
  const joined = ` ${words.join(' ')} `
  return joined.includes(` ${phrase.join(' ')} `)
}

/** A request as a document prints it for curl. */
export interface CurlRequest {
  method: string
  /** Path and query. */
  path: string
  user: string
  password: string
  headers: Record<string, string>
  body: string | undefined
}

/** Every command of a document that begins with `curl ` and names an address, in order. */
export function readCurlCommands(document: string): CurlRequest[] {
  return [...document.matchAll(/^curl /gm)].flatMap(({ index }) => {
    const request = readCurl(splitWords(document.slice(index)))
    return request === null ? [] : [request]
  })
}

const flagsWithValue = new Map([
  ['-u', 'user'],
  ['-d', 'data'],
  ['-X', 'method'],
  ['-H', 'header'],
])

function readCurl([, ...words]: string[]): CurlRequest | null {
  const given = new Map<string, string[]>()
  let address: string | undefined
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at] ?? ''
    const name = flagsWithValue.get(word)
    if (name !== undefined) {
      at += 1
      given.set(name, [...(given.get(name) ?? []), words[at] ?? ''])
    } else if (word.startsWith('https://')) address = word
  }
  if (address === undefined) return null
  const [user = '', password = ''] = (given.get('user')?.[0] ?? '').split(':')
  const body = given.get('data')?.[0]
  return {
    method: given.get('method')?.[0] ?? (body === undefined ? 'GET' : 'POST'),
    path: address.replace(/^https:\/\/[^/]+/, ''),
    user,
    password,
    headers: Object.fromEntries((given.get('header') ?? []).map(text => text.split(': ') as [string, string])),
    body,
  }
}

/** The words of the command at the beginning, as a shell splits them; a line that does not end in `\` ends it. */
function splitWords(text: string): string[] {
  const words: string[] = []
  const token = /'([^']*)'|"([^"]*)"|\\\n|(\n)|[ \t]+|([^\s'"\\]+)/y
  for (let found = token.exec(text); found !== null && found[3] === undefined; found = token.exec(text)) {
    const word = found[1] ?? found[2] ?? found[4]
    if (word !== undefined) words.push(word)
  }
  return words
}

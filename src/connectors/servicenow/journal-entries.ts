import { sha256Hex } from '../../domain/ids'
import { withoutEditSign } from './journal-entry'

/** One thing that was said in a journal. */
export interface JournalEntry {
  /** A text shows no ids of its entries, so that what one says is its identity: for where the entries cannot be listed. */
  id: string
  said: string
  author?: string
  isPublic: boolean
}

/** `2026-03-04 10:26:40 - Beth (Work notes)`: heads each entry where a journal is shown as one text. */
const entryHead =
  /^\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4} \d{1,2}:\d\d(?::\d\d)?(?: [AP]M)? - (?<author>.*) \((?<label>[^()\n]*)\)$/m
/** Without groups: a `split` would hand those out as parts. */
const startOfEntry = new RegExp(`(?=${entryHead.source.replace(/\?<\w+>/g, '?:')})`, 'm')

/** What a journal says, entry by entry; all of it is one where no entry has a head. */
export function readJournal(journal: string, text: string): JournalEntry[] {
  return text.split(startOfEntry).flatMap((part): JournalEntry[] => {
    const head = entryHead.exec(part)
    const isHeaded = head?.index === 0
    const whole = isHeaded ? head[0] : ''
    const { author = '', label = '' } = (isHeaded && head.groups) || {}
    const said = part.slice(whole.length).trim()
    if (said === '') return []
    const [name, id] = whole === '' ? [journal, said] : ['entry', `${whole}\n${said}`]
    const isPublic = whole === '' ? journal === 'comments' : /comment/i.test(label)
    const entry = { id: `${name}:${sha256Hex(id).slice(0, 16)}`, said: withoutEditSign(said) }
    return [{ ...entry, isPublic, ...(author !== '' && { author }) }]
  })
}

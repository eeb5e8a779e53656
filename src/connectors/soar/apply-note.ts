import type { UpsertNote } from '../../domain/command'
import { isBridgeError } from '../../errors'
import type { Applied, Duplicate, LookedUp } from '../connector'
import { readId } from './answer'
import type { ReadCall, WriteCall } from './call'
import { change, make, readRecord, toNumber } from './content/confirm'
import { readOwnContainer } from './plan-update'
import { readAll } from './walk'

const path = '/rest/note'
/** SOAR's own limit is not documented; this is what its columns for names hold. */
const longestTitle = 255

/** A note of any container. */
export type WantedNote = Omit<UpsertNote, 'kind' | 'sourceDataIdentifier' | 'copyOf'>

interface FoundNote {
  id: string
  isAsWanted: boolean
}

/** One note for one comment: changed where it says something else, made where it is not there, or no longer. */
export async function applyNote(command: UpsertNote, call: WriteCall): Promise<Applied> {
  await readOwnContainer(call, command)
  return writeNote(command, call)
}

/** As `applyNote`, whatever the container stands for. */
export async function writeNote(command: WantedNote, call: WriteCall): Promise<Applied> {
  const found = await findNote(command, call)
  if (found?.isAsWanted === true) return appliedOf(command, found.id)
  if (found !== null && (await changeNote(command, found.id, call))) return appliedOf(command, found.id)
  const { id } = await make(call, path, { container_id: toNumber(command.containerId), ...bodyOf(command) })
  return appliedOf(command, id)
}

export async function lookUpNote(command: WantedNote, call: ReadCall): Promise<LookedUp> {
  const found = await findNote(command, call)
  if (found === null) return { status: 'missing', what: 'the note' }
  if (!found.isAsWanted) return { status: 'missing', what: 'the change of the note' }
  return { status: 'found', applied: appliedOf(command, found.id) }
}

export async function findDuplicateNotes(command: WantedNote, call: ReadCall): Promise<Duplicate[]> {
  const [kept, ...others] = await listNotes(command, call)
  return kept === undefined ? [] : others.map(({ id }) => ({ what: 'note', found: id, kept: kept.id }))
}

/** By its id, else by its marker: of several the lowest id. */
async function findNote(command: WantedNote, call: ReadCall): Promise<FoundNote | null> {
  const known = command.noteId === null ? null : await readRecord(call, { path, id: command.noteId })
  if (known !== null && readId(known.container) === command.containerId) return describe(command, known)[0] ?? null
  const [first] = await listNotes(command, call)
  return first ?? null
}

async function listNotes(command: WantedNote, call: ReadCall): Promise<FoundNote[]> {
  const { containerId, marker } = command
  const filters = [
    { field: 'container_id', value: toNumber(containerId) },
    { field: 'title', operator: 'contains' as const, value: marker },
  ]
  const records = await readAll(call, path, { filters })
  return records
    .filter(({ container, title }) => readId(container) === containerId && String(title).includes(marker))
    .flatMap(record => describe(command, record))
    .sort((a, b) => Number(a.id) - Number(b.id))
}

type NoteRecord = Awaited<ReturnType<typeof readAll>>[number]

function describe(command: WantedNote, record: NoteRecord): FoundNote[] {
  const id = readId(record.id)
  const { title, content } = bodyOf(command)
  return id === null ? [] : [{ id, isAsWanted: record.title === title && record.content === content }]
}

/** False where somebody deleted it meanwhile: that says nothing of its container. */
async function changeNote(command: WantedNote, id: string, call: WriteCall): Promise<boolean> {
  try {
    await change(call, { path, id }, bodyOf(command))
    return true
  } catch (error) {
    if (isBridgeError(error) && error.code === 'not-found') return false
    throw error
  }
}

function bodyOf({ title, text, marker }: WantedNote) {
  const ending = ` [soarbridge:${marker}]`
  return {
    note_type: 'general',
    note_format: 'markdown',
    title: `${title.replace(/\s+/g, ' ').slice(0, longestTitle - ending.length)}${ending}`,
    content: withoutMarkup(text),
  }
}

/** What was written elsewhere shows no pictures, hides no address behind a text, and brings no HTML. */
function withoutMarkup(text: string): string {
  return text.replace(/[\\[\]<]/g, '\\$&')
}

/** The note stands among the artifacts, under its marker. */
function appliedOf({ containerId, marker }: WantedNote, id: string): Applied {
  return { containerId, artifacts: [{ sourceDataIdentifier: marker, id }], refused: [], notes: [] }
}

import type { Audience } from '../../domain/command'
import { toHarmlessText } from '../../domain/harmless-text'
import type { Json, JsonObject } from '../../domain/json'
import { readObject, readObjects, readString } from '../../domain/read-json'
import { readText } from './adf-to-text'

export type JiraFlavor = 'cloud' | 'datacenter'

/** How the texts of one flavor are written, and comments known again. */
export interface CommentForm {
  /** `/rest/api/<version>` */
  api: string
  bodyOf(text: string, marker: string): Json
  /** The value of a field that holds long texts; no marker. */
  textOf(text: string): Json
  /** The member by which a person is told. */
  namesPeopleBy: 'accountId' | 'name'
  /** Sent with a creation and with every change. */
  propertiesOf(marker: string, audience: Audience): JsonObject[]
  /** Edits are no news: on Cloud nobody is mailed. */
  editQuery: Record<string, string>
  /** Where the marker stands: in a property, which only `POST /comment/list` tells, or in the text. */
  isMarked(comment: JsonObject, marker: string): boolean
  tellsProperties: boolean
}

/** Below the 32,767 characters that Jira takes, with room for what markup adds (jira.md section 3.1). */
const longestText = 30_000

/** A service desk mails a comment to the customer unless this says that it is internal (jira.md section 1.7). */
const visibilityFor = (audience: Audience) => ({
  key: 'sd.public.comment',
  value: { internal: audience === 'internal' },
})
const markerKey = 'soarbridge.op'

export const commentForms: Record<JiraFlavor, CommentForm> = {
  cloud: {
    api: '/rest/api/3',
    bodyOf: toHarmlessDocument,
    textOf: toHarmlessDocument,
    namesPeopleBy: 'accountId',
    propertiesOf: (marker, audience) => [visibilityFor(audience), { key: markerKey, value: { id: marker } }],
    editQuery: { notifyUsers: 'false' },
    isMarked: (comment, marker) =>
      readObjects(comment, 'properties').some(
        property =>
          readString(property, 'key') === markerKey && readString(readObject(property, 'value'), 'id') === marker,
      ),
    tellsProperties: true,
  },
  datacenter: {
    api: '/rest/api/2',
    bodyOf: (text, marker) => `${toHarmlessWikiText(text)}\n${anchorOf(marker)}`,
    textOf: toHarmlessWikiText,
    namesPeopleBy: 'name',
    propertiesOf: (_, audience) => [visibilityFor(audience)],
    editQuery: {},
    isMarked: (comment, marker) => (readString(comment, 'body') ?? '').trimEnd().endsWith(anchorOf(marker)),
    tellsProperties: false,
  },
}

function toHarmlessDocument(text: string): JsonObject {
  return toDocument(toHarmlessText(text, longestText))
}

function toHarmlessWikiText(text: string): string {
  return toWikiText(toHarmlessText(text, longestText))
}

/** Whether two bodies say the same to a reader; Jira may keep other blanks than were sent. */
export function isSameBody(left: Json | undefined, right: Json | undefined): boolean {
  const [read, wanted] = [linesOf(left), linesOf(right)]
  return read !== undefined && read === wanted
}

function linesOf(body: Json | undefined): string | undefined {
  const lines = readText(body)
    ?.split('\n')
    .map(line => line.trim())
  return lines?.filter(line => line !== '').join('\n')
}

/**
 * A document of paragraphs: blank lines part them, single ones become hard breaks. A text node may be neither empty nor
 * hold a line break.
 */
export function toDocument(text: string): JsonObject {
  const paragraphs = text.split(/\n(?:[^\S\n]*\n)+/).map(paragraph => ({
    type: 'paragraph',
    content: paragraph.split('\n').flatMap((line, at): Json[] => {
      const node = line === '' ? [] : [{ type: 'text', text: line }]
      return at === 0 ? node : [{ type: 'hardBreak' }, ...node]
    }),
  }))
  return { type: 'doc', version: 1, content: paragraphs }
}

/**
 * Text in which no markup means anything: inside `noformat` only its own end does, and mentions, which Jira looks for in
 * the bare text.
 */
export function toWikiText(text: string): string {
  const inert = text.replace(/\{(?=noformat)/gi, '{ ').replace(/\[(?=~)/g, '[ ')
  return `{noformat}\n${inert}\n{noformat}`
}

/** An empty anchor: readers do not see it. */
function anchorOf(marker: string): string {
  return `{anchor:soarbridge-${marker}}`
}

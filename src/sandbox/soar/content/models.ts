import { describeColumns, describeForeignKey, type Field, type Model } from '../model'
import type { Table } from '../table'
import type { ContentTables } from './tables'

export interface ContentModels extends Record<keyof ContentTables, Model> {}

/** What the content hangs on. */
interface Parents {
  container: Model
  artifact: Model
  user: Model
}

/** The columns of each kind of content and where its foreign keys lead (facts sections 7 and 11). */
export function createContentModels(tables: ContentTables, parents: Parents): ContentModels {
  const describe = (table: Table, ...fields: [string, Field][][]): Model => ({ table, fields: new Map(fields.flat()) })
  const inContainer = describeLink('container', () => parents.container)
  const by = (column: string): [string, Field][] => describeLink(column, () => parents.user)
  const vault = describe(tables.vault, VAULT)
  const phase = describe(tables.phase, PHASE, inContainer)
  const task = describe(
    tables.task,
    TASK,
    inContainer,
    by('owner'),
    describeLink('phase', () => phase),
  )
  const inTask = describeLink('task', () => task)
  const ofArtifact = describeLink('artifact', () => parents.artifact)
  const indicator = describe(tables.indicator, INDICATOR)
  return {
    note: describe(tables.note, NOTE, inContainer, by('author'), inTask, ofArtifact),
    comment: describe(tables.comment, COMMENT, inContainer, by('user')),
    pin: describe(tables.pin, PIN, inContainer, by('author')),
    attachment: describe(
      tables.attachment,
      ATTACHMENT,
      inContainer,
      by('user'),
      inTask,
      describeLink('vault_document', () => vault),
    ),
    vault,
    evidence: describe(tables.evidence, EVIDENCE, inContainer, by('added_by')),
    workbook: describe(tables.workbook, WORKBOOK),
    phase,
    task,
    indicator,
    sighting: describe(
      tables.sighting,
      describeLink('indicator', () => indicator),
      ofArtifact,
    ),
    cef: describe(tables.cef, CEF),
    decidedList: describe(tables.decidedList, DECIDED_LIST),
  }
}

function describeLink(name: string, target: () => Model): [string, Field][] {
  return describeForeignKey(name, { kind: 'number', read: row => row[name] ?? null, target })
}

const NOTE = describeColumns({
  text: ['title', 'content', 'note_type', 'note_format'],
  number: ['id', 'phase'],
  time: ['create_time', 'modified_time'],
})

const COMMENT = describeColumns({
  text: ['comment'],
  number: ['id'],
  time: ['time', 'create_time'],
  json: ['mentions'],
})

const PIN = describeColumns({
  text: ['message', 'name', 'pin_type', 'pin_style', 'custom_field', 'preset_metric'],
  number: ['id', 'order'],
  time: ['create_time', 'modified_time'],
})

const ATTACHMENT = describeColumns({
  text: ['name', 'mime_type', 'created_via', 'es_attachment_id'],
  number: ['id'],
  time: ['create_time'],
})

const VAULT = describeColumns({
  text: ['hash'],
  number: ['id', 'size'],
  time: ['first_seen_time', 'create_time'],
  json: ['names', 'meta', 'tags', 'contains'],
})

/** A content type is filtered by the name of its model: `content_type__model`. */
const CONTENT_TYPE: [string, Field][] = [
  ['content_type', { kind: 'json', index: 'content_type', read: row => ({ model: row.content_type ?? null }) }],
]

const EVIDENCE = [...describeColumns({ number: ['id', 'object_id'], time: ['create_time'] }), ...CONTENT_TYPE]

const WORKBOOK = describeColumns({
  text: ['name', 'description'],
  number: ['id'],
  bool: ['is_default'],
  time: ['create_time', 'modified_time'],
})

const PHASE = describeColumns({
  text: ['name', 'sla_type'],
  number: ['id', 'order', 'sla'],
  time: ['create_time', 'modified_time', 'start_time', 'end_time'],
})

const TASK = describeColumns({
  text: ['name', 'description', 'sla_type'],
  number: ['id', 'order', 'status', 'role', 'sla'],
  bool: ['is_note_required', 'notified'],
  time: ['create_time', 'modified_time', 'start_time', 'end_time'],
})

const INDICATOR = describeColumns({
  text: ['value', 'value_hash'],
  number: ['id', 'tenant'],
  json: ['tags'],
})

const CEF = describeColumns({ text: ['name', 'type'], number: ['id'], json: ['data_type'] })

const DECIDED_LIST = describeColumns({
  text: ['name'],
  number: ['id'],
  time: ['create_time', 'modified_time'],
  json: ['content'],
})

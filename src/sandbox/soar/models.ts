import { type AdministrationModels, createAdministrationModels } from './administration/models'
import { type AutomationModels, createAutomationModels } from './automation/models'
import { type ContentModels, createContentModels } from './content/models'
import { describeColumns, describeForeignKey, type Field, type Model } from './model'
import type { Row } from './table'
import type { Tables } from './tables'
import { findWord } from './vocabulary'

export interface Models extends AdministrationModels, AutomationModels, ContentModels {
  container: Model
  artifact: Model
}

/** The columns of each object and where its foreign keys lead (facts sections 4 to 6). */
export function createModels(tables: Tables): Models {
  const administration = createAdministrationModels(tables)
  const { user, status } = administration
  const owner = describeForeignKey('owner', { kind: 'number', read: row => row.owner ?? null, target: () => user })
  // A record shows the name of its status; a filter compares its id.
  const readStatus = (row: Row): number | null => findWord(tables.status, row.status ?? null)?.id ?? null
  const statusKey = describeForeignKey('status', { kind: 'number', read: readStatus, target: () => status })
  const container: Model = { table: tables.container, fields: new Map([...CONTAINER, ...owner, ...statusKey]) }
  const parent = describeForeignKey('container', {
    kind: 'number',
    read: row => row.container ?? null,
    target: () => container,
  })
  const artifact: Model = { table: tables.artifact, fields: new Map([...ARTIFACT, ...owner, ...parent]) }
  const automation = createAutomationModels(tables, { container, user })
  const content = createContentModels(tables, { container, artifact, user })
  return { ...administration, ...automation, ...content, container, artifact }
}

const plainKey = (name: string): [string, Field][] =>
  describeForeignKey(name, { kind: 'number', read: row => row[name] ?? null })

// The key of a severity is its name.
const severityKey = describeForeignKey('severity', { kind: 'text', read: row => row.severity ?? null })

const CONTAINER = [
  ...describeColumns({
    text: [
      'name',
      'description',
      'label',
      'sensitivity',
      'source_data_identifier',
      'hash',
      'kill_chain',
      'container_type',
    ],
    number: ['id', 'version', 'artifact_count'],
    bool: ['in_case'],
    time: [
      'create_time',
      'container_update_time',
      'artifact_update_time',
      'start_time',
      'end_time',
      'open_time',
      'close_time',
      'due_time',
    ],
    json: ['tags', 'data', 'custom_fields'],
  }),
  ...severityKey,
  ...['asset', 'tenant', 'role', 'closing_owner', 'parent_container', 'current_phase', 'ingest_app'].flatMap(plainKey),
]

const ARTIFACT = [
  ...describeColumns({
    text: ['name', 'description', 'label', 'type', 'source_data_identifier', 'hash', 'kill_chain'],
    number: ['id', 'version'],
    bool: ['in_case', 'has_note'],
    time: ['create_time', 'update_time', 'start_time', 'end_time'],
    json: ['tags', 'data', 'cef', 'cef_types'],
  }),
  ...severityKey,
  ...['playbook_run', 'parent_artifact', 'parent_container', 'ingest_app'].flatMap(plainKey),
]

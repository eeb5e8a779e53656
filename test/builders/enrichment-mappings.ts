import { readFileSync } from 'node:fs'
import { stringify } from 'yaml'
import type { EnrichmentMapping } from '../../src/domain/enrichment-mapping'
import { parseEnrichmentMappings } from '../../src/mapping/enrichment-mappings'
import { parseResultTables } from '../../src/mapping/result-tables'

export const shippedTables = parseResultTables(readFileSync('tables/secops.yaml', 'utf8'), 'secops.yaml')

const sandboxReport = {
  id: 'm-1',
  name: 'Sandbox report',
  format: 'JSON',
  destination: 'threat_lookup',
  fields: {
    observable: { from: 'sha256' },
    source_engine: { value: 'Sandbox' },
    finding: { from: 'verdict', translate: { bad: 'Malicious', 0: 'Clean' }, otherwise: 'Unknown' },
    details: { from: 'notes' },
  },
}

/** Takes the columns by their names; a duplicate changes finding and task of what is there. */
export const lastWord = {
  id: 'last-word',
  name: 'Last word',
  format: 'JSON',
  destination: 'threat_lookup',
  fields: {
    observable: { from: 'observable' },
    source_engine: { value: 'Sandbox' },
    finding: { from: 'finding' },
    task: { from: 'task' },
  },
  duplicates: {
    columns: ['observable', 'source_engine'],
    action: 'update',
    update: { finding: 'replace', task: 'replace' },
  },
}

/** Mappings as a file would hold them, each made of the sandbox report by its changes. */
export function mappingsFrom(...changes: Record<string, unknown>[]): readonly EnrichmentMapping[] {
  const mappings = changes.map(change => ({ ...sandboxReport, ...change }))
  return parseEnrichmentMappings(
    stringify({ mappings }, { aliasDuplicateObjects: false }),
    'mappings.yaml',
    shippedTables,
  )
}

import { readFileSync } from 'node:fs'
import { updateActions } from '../../src/domain/duplication-rule'
import { parseEnrichmentMappings } from '../../src/mapping/enrichment-mappings'
import { mapRawData } from '../../src/mapping/map-raw-data'
import { shippedTables } from '../builders/enrichment-mappings'

const page = readFileSync('docs/enrichment-mappings.md', 'utf8')
const blockOf = (language: string) => new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``).exec(page)?.[1] ?? ''

describe('docs/enrichment-mappings.md', () => {
  test('shows a mapping that makes of its raw data what it says', () => {
    const [mapping] = parseEnrichmentMappings(blockOf('yaml'), 'page.yaml', shippedTables)
    if (mapping === undefined) throw new Error('no mapping on the page')
    expect(JSON.parse(blockOf('json')).enrichment_mapping_id).toBe(mapping.id)
    expect(mapRawData(mapping, blockOf('xml'), 1)).toMatchObject([
      {
        fields: { observable: '24c0', source_engine: 'Sandbox', finding: 'Malicious', details: 'Type PE' },
      },
    ])
  })

  test('explains every action of an update', () => {
    for (const action of updateActions) expect(page).toContain(`| \`${action}\` |`)
  })
})

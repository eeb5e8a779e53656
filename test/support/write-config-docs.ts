import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { configJsonSchema, configReference } from '../../src/config/docs'
import { jsonSchemaOfRules } from '../../src/mapping/rules'

/** Run by hand after the schema changed: `npm run build && node dist/test/support/write-config-docs.js`. */
const docs = join(__dirname, '../../../docs')
writeFileSync(join(docs, 'bridge.schema.json'), `${JSON.stringify(configJsonSchema(), null, 2)}\n`)
writeFileSync(join(docs, 'configuration.md'), configReference())
writeFileSync(join(docs, 'rules.schema.json'), `${JSON.stringify(jsonSchemaOfRules(), null, 2)}\n`)

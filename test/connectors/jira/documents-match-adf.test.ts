import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import Ajv from 'ajv-draft-04'
import { commentForms } from '../../../src/connectors/jira/comment-form'

const file = path.resolve('..', 'shared', 'data', 'adf-schema.json')

test.each([
  ['nothing', ''],
  ['one line', 'Malicious: http://evil.example'],
  ['paragraphs and lines', 'one\ntwo\n\n\n \nthree\r\n\tfour\n'],
  ['blank lines alone', '\n \n\n'],
  ['markup', '{noformat} [~accountid:1] {"type":"mention"} <b> \u0000\u202e'],
  ['far too much', 'evil.example \n'.repeat(20_000)],
])("a document of %s fits Atlassian's schema", (_, text) => {
  if (!existsSync(file)) {
    process.stdout.write("skipped: Atlassian's adf-schema.json is not beside the project\n")
    return
  }
  const validate = new Ajv({ strict: false }).compile(JSON.parse(readFileSync(file, 'utf8')))
  const { bodyOf, textOf } = commentForms.cloud
  for (const document of [bodyOf(text, 'marker'), textOf(text)]) {
    validate(document)
    expect(validate.errors ?? []).toEqual([])
  }
})

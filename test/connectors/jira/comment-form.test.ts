import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import Ajv from 'ajv'
import fc from 'fast-check'
import { readText } from '../../../src/connectors/jira/adf-to-text'
import { commentForms, isSameBody, toDocument, toWikiText } from '../../../src/connectors/jira/comment-form'
import { toHarmlessText } from '../../../src/domain/harmless-text'

const schemaFile = path.resolve('..', 'shared', 'data', 'adf-schema.json')
const texts = [
  '',
  'one line',
  'two\nlines',
  'a paragraph\n\nanother one\n \n\nand\nits second line',
  '\n\n\n',
  '{html}<b>x</b>{html} !http://evil.example/x.png! [~admin] [a|http://evil.example]',
]

describe('a document for Cloud', () => {
  const isThere = existsSync(schemaFile)
  if (!isThere) console.log(`skipped: ${schemaFile} is not beside the project`)

  ;(isThere ? test : test.skip)("fits Atlassian's schema, whatever its text", () => {
    // Draft 4 calls its ids otherwise; nothing refers to them.
    const { id: _, $schema: __, ...schema } = JSON.parse(readFileSync(schemaFile, 'utf8'))
    const validate = new Ajv({ strict: false, validateFormats: false }).compile(schema)
    const check = (text: string) => {
      const body = commentForms.cloud.bodyOf(text, 'm')
      if (!validate(body)) throw new Error(`${JSON.stringify(body)}: ${JSON.stringify(validate.errors?.slice(0, 3))}`)
    }
    for (const text of texts) check(text)
    fc.assert(fc.property(fc.string({ unit: fc.constantFrom('a', ' ', '\n', '\t', '.', '{', '\u0007') }), check), {
      numRuns: 200,
    })
  })

  test('says what the text says', () => {
    expect(toDocument('a\nb\n\nc')).toEqual({
      type: 'doc',
      version: 1,
      content: [
        {
          type: 'paragraph',
          content: [{ type: 'text', text: 'a' }, { type: 'hardBreak' }, { type: 'text', text: 'b' }],
        },
        { type: 'paragraph', content: [{ type: 'text', text: 'c' }] },
      ],
    })
    for (const text of texts) expect(readText(toDocument(text))?.replace(/\s/g, '')).toBe(text.replace(/\s/g, ''))
  })

  test('is cut to what Jira takes', () => {
    expect(readText(commentForms.cloud.bodyOf('1.1.1.1\n'.repeat(8_000), 'm'))?.length).toBeLessThan(32_767)
    expect(String(commentForms.datacenter.bodyOf('1.1.1.1\n'.repeat(8_000), 'm')).length).toBeLessThan(32_767)
  })
})

describe('wiki text for Data Center', () => {
  test('stands where no markup means anything', () => {
    const text = 'a {noformat} b {NoFormat:title=x} *c* [~admin] [[~admin] {{noformat}} {html}'
    const inside = /^\{noformat\}\n([\s\S]*)\n\{noformat\}$/.exec(toWikiText(text))?.[1] ?? '{noformat}'
    expect(inside).not.toMatch(/\{noformat|\[~/i)
    expect(inside.replace(/ /g, '')).toBe(text.replace(/ /g, ''))
  })

  test('shows addresses that lead nowhere', () => {
    const body = String(commentForms.datacenter.bodyOf('http://evil.example by eve@evil.example at 198.51.100.7', 'm'))
    expect(body).toContain('hxxp://evil[.]example by eve[@]evil[.]example at 198[.]51[.]100[.]7')
  })

  test('carries its marker where readers do not see it, and is known by it', () => {
    const { bodyOf, isMarked } = commentForms.datacenter
    const body = bodyOf('x {anchor:soarbridge-n}', 'm')
    expect(String(body).endsWith('{anchor:soarbridge-m}')).toBe(true)
    expect(isMarked({ body }, 'm')).toBe(true)
    expect(isMarked({ body }, 'n')).toBe(false)
    expect(isMarked({ body: `${String(body)} quoted` }, 'm')).toBe(false)
    expect(isMarked({ body: null }, 'm')).toBe(false)
  })
})

test('bodies are the same where a reader sees no difference', () => {
  const body = (text: string) => toDocument(toHarmlessText(text, 100))
  expect(isSameBody(body('a\n\nb'), body('a \n\n\n b'))).toBe(true)
  expect(isSameBody('a\r\nb\n', 'a\nb')).toBe(true)
  expect(isSameBody(body('a'), body('b'))).toBe(false)
  expect(isSameBody(undefined, undefined)).toBe(false)
  expect(isSameBody(7, 7)).toBe(false)
  const blanks = ' '.repeat(500_000)
  expect(isSameBody(`a${blanks}\n${blanks}b`, `a\nb${blanks}`)).toBe(true)
})

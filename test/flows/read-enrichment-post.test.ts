import type { Json, JsonObject } from '../../src/domain/json'
import { type EnrichmentPost, mostRecords, readEnrichmentPost } from '../../src/flows/read-enrichment-post'

const read = (body: Json | undefined, query: Record<string, string | string[]> = {}) =>
  readEnrichmentPost(body, query, 'fields')
const none = { ignoreMandatoryFields: false, includeWrap: false, simpleResponse: false }

describe('a post to the enrichment API', () => {
  test.each<[what: string, body: Json, records: (JsonObject | null)[], isList: boolean]>([
    ['flat', { observable: 'x' }, [{ observable: 'x' }], false],
    ['nested', { fields: { observable: 'x' } }, [{ observable: 'x' }], false],
    ['nested and empty', { fields: {} }, [{}], false],
    ['nested and null', { fields: null }, [{}], false],
    ['flat with flags', { observable: 'x', include_wrap: false }, [{ observable: 'x' }], false],
    ['nothing but flags', { simple_response: 'true' }, [{}], false],
    ['a list', [{ a: '1' }, { a: '2' }], [{ a: '1' }, { a: '2' }], true],
    ['a nested list', { fields: [{ a: '1' }] }, [{ a: '1' }], true],
    ['a list with a stranger', [{ a: '1' }, 'x'], [{ a: '1' }, null], true],
  ])('may be %s', (_, body, records, isList) => {
    expect(read(body)).toMatchObject({ records, isList })
  })

  test.each<[what: string, body: Json | undefined]>([
    ['nothing', undefined],
    ['an empty object', {}],
    ['a text', 'x'],
    ['null', null],
    ['an empty list', []],
    ['an empty nested list', { fields: [] }],
    ['fields that are text', { fields: 'x' }],
    ['too long a list', Array.from({ length: mostRecords + 1 }, () => ({ a: '1' }))],
  ])('may not be %s', (_, body) => {
    expect(read(body)).toMatchObject({ refusal: { status: 400, message: 'Invalid post body' } })
  })

  test('takes its flags from the query or the body, as booleans or text', () => {
    const flags = (body: JsonObject, query = {}) => (read({ a: '1', ...body }, query) as EnrichmentPost).flags
    expect(flags({})).toEqual(none)
    expect(flags({ include_wrap: true, simple_response: 'TRUE' })).toEqual({
      ...none,
      includeWrap: true,
      simpleResponse: true,
    })
    expect(flags({}, { ignore_mandatory_fields: 'true' })).toEqual({ ...none, ignoreMandatoryFields: true })
    expect(flags({ include_wrap: 'true' }, { include_wrap: 'true' })).toEqual({ ...none, includeWrap: true })
    expect(flags({ include_wrap: null })).toEqual(none)
  })

  test('whose query and body disagree is refused, and told so', () => {
    expect(read({ a: '1', include_wrap: false }, { include_wrap: 'true' })).toEqual({
      refusal: {
        status: 400,
        message: 'Invalid post body',
        detail: 'include_wrap is true in the query and false in the body.',
      },
    })
  })

  test.each<[body: JsonObject, query: Record<string, string | string[]>]>([
    [{ include_wrap: 'maybe' }, {}],
    [{ include_wrap: 1 }, {}],
    [{}, { simple_response: '' }],
    [{}, { simple_response: ['true', 'true'] }],
  ])('whose flags are unreadable is refused: %j %j', (body, query) => {
    expect(read({ a: '1', ...body }, query)).toMatchObject({
      refusal: { detail: expect.stringContaining('must be true or false') },
    })
  })
})

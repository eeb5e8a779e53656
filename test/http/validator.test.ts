import type { Request, Response } from 'express'
import { loadContract } from '../../src/http/contract'
import { requireSchemeHandlers } from '../../src/http/require-scheme-handlers'
import { normalizeContentType } from '../../src/http/validator'

function normalized(contentType: string | undefined): string | undefined {
  const headers = contentType === undefined ? {} : { 'content-type': contentType }
  const request = { headers } as unknown as Request
  normalizeContentType(request, {} as Response, () => {})
  return request.headers['content-type']
}

describe('the content type that the validator sees', () => {
  test.each<[given: string | undefined, seen: string | undefined]>([
    ['application/json', 'application/json'],
    ['Application/JSON; charset=utf-8', 'application/json'],
    ['application/json;charset=utf-8;x=y', 'application/json'],
    [' application/json ', 'application/json'],
    ['text/plain', 'application/octet-stream'],
    ['application/vnd+json', 'application/octet-stream'],
    ['application/json-patch+json', 'application/octet-stream'],
    ['multipart/form-data; boundary=x', 'application/octet-stream'],
    ['', 'application/octet-stream'],
    [undefined, undefined],
  ])('of %j is %j at our own API', (given, seen) => {
    expect(normalized(given)).toBe(seen)
  })

  test('is one of two, however many parameters senders think of', () => {
    const given = Array.from({ length: 1000 }, (_, n) => `application/json; charset=utf-8; n=${n}`)
    const others = Array.from({ length: 1000 }, (_, n) => `text/x-${n}; n=${n}`)
    const seen = new Set([...given, ...others].map(normalized))
    expect(seen).toEqual(new Set(['application/json', 'application/octet-stream']))
    expect(new Set(given).size).toBe(1000)
  })
})

describe('the contract', () => {
  const { document } = loadContract('openapi.yaml')
  const schemes = Object.keys(document.components.securitySchemes as object)

  test('is served only where every way to prove oneself is checked', () => {
    const handlers = Object.fromEntries(schemes.map(scheme => [scheme, () => false]))
    expect(() => requireSchemeHandlers(document, handlers)).not.toThrow()
    for (const scheme of schemes) {
      const { [scheme]: _, ...others } = handlers
      expect(() => requireSchemeHandlers(document, others)).toThrow(
        expect.objectContaining({
          kind: 'misconfigured',
          code: 'scheme-without-handler',
          message: expect.stringContaining(scheme),
        }),
      )
    }
  })
})

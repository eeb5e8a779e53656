import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { runInNewContext } from 'node:vm'
import { loadConfig } from '../src/config'
import { identify } from '../src/connectors/servicenow/identify'
import { normalize } from '../src/connectors/servicenow/normalize'
import type { JsonObject } from '../src/domain/json'
import { createConfigFolder } from './support/config-folder'

const readme = readFileSync(path.resolve('README.md'), 'utf8')

/** The text of the one block in that language. */
function blockOf(language: string): string {
  const blocks = [...readme.matchAll(/```(\w+)\n([\s\S]*?)```/g)].filter(match => match[1] === language)
  expect(blocks).toHaveLength(1)
  return blocks[0]?.[2] ?? ''
}

/** What the business rule posts, run as ServiceNow runs it. */
function pushedBy(rule: string, operation: string): { body: JsonObject; headers: Record<string, string>; url: string } {
  const pushed = { url: '', headers: {} as Record<string, string>, body: {} as JsonObject, isSent: false }
  class RESTMessageV2 {
    setEndpoint = (url: string) => (pushed.url = url)
    setHttpMethod = (method: string) => expect(method).toBe('POST')
    setRequestHeader = (name: string, value: string) => (pushed.headers[name] = value)
    setRequestBody = (text: string) => (pushed.body = JSON.parse(text))
    execute = () => (pushed.isSent = true)
  }
  const current = {
    getTableName: () => 'incident',
    operation: () => operation,
    getUniqueValue: () => '9d385017c611228701d22104cc95c371',
    getValue: () => 'INC0010001',
  }
  const surroundings = {
    sn_ws: { RESTMessageV2 },
    gs: { getProperty: () => 'the secret' },
    current,
    previous: {},
    JSON,
  }
  runInNewContext(rule, surroundings)
  expect(pushed.isSent).toBe(true)
  return pushed
}

describe('the README', () => {
  it('shows a configuration without mistakes', () => {
    const folder = createConfigFolder()
    const file = folder.write('bridge.yaml', blockOf('yaml'))
    const names = [...readme.matchAll(/\$\{([A-Z_]+)\}/g)].map(match => match[1] ?? '')
    const env = Object.fromEntries(names.map(name => [name, 'a-value-0123456789abcdef0123456789']))
    const config = loadConfig({ file, env })
    expect(config.tickets.map(({ name }) => name)).toEqual(['jira', 'servicenow'])
    folder.remove()
  })

  it('shows a business rule whose pushes name the record, and make the bridge read it', () => {
    const rule = blockOf('js')
    const tables = ['incident', 'sn_si_incident']
    for (const operation of ['insert', 'update']) {
      const { body, headers, url } = pushedBy(rule, operation)
      expect(url).toMatch(/\/webhooks\/servicenow\/servicenow$/)
      expect(headers['X-Bridge-Secret']).toBe('the secret')
      expect(identify(body, tables)).toMatchObject({
        ticketId: '9d385017c611228701d22104cc95c371',
        collection: 'incident',
      })
      expect(normalize(body, 1, { url: 'https://acme.service-now.com', tables }).mustReread).toBe(true)
    }
    const deleted = normalize(pushedBy(rule, 'delete').body, 1, { url: 'https://acme.service-now.com', tables })
    expect(deleted.changes).toEqual([{ kind: 'ticket-deleted', version: { at: 1 } }])
  })

  it.each(['README.md', 'src/README.md', 'docs/operating.md', 'docs/errors.md'])(
    '%s links to files that exist',
    name => {
      const text = readFileSync(path.resolve(name), 'utf8')
      const links = [...text.matchAll(/\]\(([^)#]+)(?:#[^)]*)?\)/g)].map(match => match[1] ?? '')
      const local = links.filter(link => !link.startsWith('https:'))
      expect(local.filter(link => !existsSync(path.resolve(path.dirname(name), link)))).toEqual([])
    },
  )
})

// biome-ignore-all lint/suspicious/noTemplateCurlyInString: variables of bridge.yaml are written so
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { loadConfig } from '../../src/config'
import { BridgeError, type Mistake } from '../../src/errors'
import { broken, canary, env, hook, reach, soar } from '../builders/broken-configs'
import { type ConfigFolder, createConfigFolder } from '../support/config-folder'

let folder: ConfigFolder
beforeEach(() => {
  folder = createConfigFolder()
  folder.write('good.pem', '-----BEGIN CERTIFICATE-----')
})
afterEach(() => folder.remove())

function mistakesOf(yaml: string, more: Record<string, string> = {}): readonly Mistake[] {
  try {
    loadConfig({ file: folder.write('bridge.yaml', yaml), env: { ...env, ...more } })
  } catch (error) {
    if (!(error instanceof BridgeError)) throw error
    expect(error.kind).toBe('misconfigured')
    expect(error.message).not.toContain(canary)
    return error.mistakes.map(({ path, message }) => ({ path: path.replace(`${folder.path}/`, ''), message }))
  }
  return []
}

describe('a mistake is told with its line, its path, what was expected and an example, and never with a secret:', () => {
  test.each(broken)('%s', (_, yaml, path, expected) => {
    const mistakes = mistakesOf(yaml)
    const found = mistakes.find(mistake => mistake.path === `bridge.yaml:${path}`)
    expect({ mistakes, found: found?.message }).toEqual({ mistakes, found: expect.stringMatching(expected) })
    expect(found?.message).toMatch(/^expected .*(; for example .|; did you mean .)/)
    expect(JSON.stringify(mistakes)).not.toContain(env.SHORT)
    expect(JSON.stringify(mistakes)).not.toContain(canary)
  })
})

test('every one of these files has no mistake beside the one that is meant', () => {
  const noisy = broken.filter(([, yaml]) => mistakesOf(yaml).length !== 1).map(([title]) => title)
  expect(noisy).toEqual([])
})

test('all mistakes are told at once, in the order of the file', () => {
  const mistakes = mistakesOf(`server: { prot: 1, host: "" }
database: { url: "mysql:x" }
soar:
  - name: Soar
    url: http://soar.example.com
    token: \${NOT_SET}
    tokenn: ${canary}
  - { name: two, url: "https://two.example.com", tokenFile: nowhere }
tickets:
  - name: two
    kind: jira
    url: https://u:${canary}@jira.example.com
    auth: { email: a@b.example }
    webhook: { secrets: [changeme] }
    soar: three
delivery: { maxTries: many }
`)
  expect(mistakes.map(({ path }) => path)).toEqual([
    'bridge.yaml:1 server.host',
    'bridge.yaml:1 server.prot',
    'bridge.yaml:2 database.url',
    'bridge.yaml:4 soar[0].name',
    'bridge.yaml:5 soar[0].url',
    'bridge.yaml:6 soar[0].token',
    'bridge.yaml:7 soar[0].tokenn',
    'bridge.yaml:8 soar[1].tokenFile',
    'bridge.yaml:10 tickets[0].name',
    'bridge.yaml:12 tickets[0].url',
    'bridge.yaml:13 tickets[0].auth',
    'bridge.yaml:14 tickets[0].webhook.secrets[0]',
    'bridge.yaml:15 tickets[0].soar',
    'bridge.yaml:16 delivery.maxTries',
  ])
  expect(JSON.stringify(mistakes)).not.toContain(canary)
})

describe('a secret file is refused', () => {
  const yaml = 'soar:\n  - name: soar\n    url: https://s.example.com\n    tokenFile: token'

  test.each([0o644, 0o604, 0o602])('when others have access to it (mode %i)', mode => {
    folder.write('token', canary, mode)
    expect(mistakesOf(yaml)).toEqual([
      { path: 'bridge.yaml:4 soar[0].tokenFile', message: expect.stringMatching(/others cannot read; .*chmod 600/) },
    ])
  })

  test('when it is missing, a folder, or too large', () => {
    expect(mistakesOf(yaml)[0]?.message).toMatch(/readable file \(ENOENT\)/)
    folder.write('token', 'x'.repeat(1_000_001))
    expect(mistakesOf(yaml)[0]?.message).toMatch(/at most 1 MB/)
    mkdirSync(join(folder.path, 'folder'))
    expect(mistakesOf(yaml.replace(': token', ': folder'))[0]?.message).toMatch(/plain file/)
  })

  test('when it holds more than one line', () => {
    folder.write('token', `${canary}\n\n`)
    expect(mistakesOf(yaml)).toEqual([
      { path: 'bridge.yaml:4 soar[0].tokenFile', message: expect.stringMatching(/one line/) },
    ])
  })

  test('when the field itself is there too', () => {
    folder.write('token', canary)
    expect(mistakesOf(`${yaml}\n    token: ${canary}`)).toEqual([
      {
        path: 'bridge.yaml:4 soar[0].tokenFile',
        message: expect.stringMatching(/either token or tokenFile, not both/),
      },
    ])
  })

  test('when one of its webhook secrets is short', () => {
    folder.write('hooks', `${canary}\nshort\n`)
    expect(mistakesOf(hook('{ secretsFile: hooks }'))).toEqual([
      {
        path: 'bridge.yaml:3 tickets[0].webhook.secretsFile',
        message: expect.stringMatching(/at least 16 characters/),
      },
    ])
  })
})

test('a certificate file that holds no certificate is refused, without its content', () => {
  folder.write('ca.pem', canary)
  expect(mistakesOf(reach('caFile: ca.pem'))).toEqual([
    { path: 'bridge.yaml:2 soar[0].caFile', message: expect.stringMatching(/PEM format/) },
  ])
})

test('a missing configuration file is named', () => {
  const load = () => loadConfig({ file: join(folder.path, 'none.yaml'), env })
  expect(load).toThrow(
    expect.objectContaining({
      kind: 'misconfigured',
      mistakes: [expect.objectContaining({ path: join(folder.path, 'none.yaml') })],
    }),
  )
})

test('an environment that turns certificate checks off is refused', () => {
  expect(mistakesOf(soar, { NODE_TLS_REJECT_UNAUTHORIZED: '0' })).toEqual([
    {
      path: 'environment NODE_TLS_REJECT_UNAUTHORIZED',
      message: expect.stringMatching(/^expected .*; for example unset/),
    },
  ])
})

test('an alias bomb ends as a mistake', () => {
  const levels = Array.from({ length: 12 }, (_, n) => `l${n + 1}: &l${n + 1} [${Array(9).fill(`*l${n}`).join(', ')}]`)
  expect(mistakesOf(['l0: &l0 [x]', ...levels].join('\n'))[0]?.message).toMatch(/alias/)
})

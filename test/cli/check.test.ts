import { runCommand } from '../support/command-line'
import { openSurroundings, type Surroundings } from '../support/served-bridge'

// Each starts processes, which a busy machine does slowly.
jest.setTimeout(120_000)

let surroundings: Surroundings

beforeEach(async () => {
  surroundings = await openSurroundings()
})
afterEach(() => surroundings.close())

const check = (...args: string[]) => runCommand(['check', ...args], { folder: surroundings.folder.path })

describe('soarbridge check', () => {
  it('says that a good configuration is good, and where its rules come from', async () => {
    const { code, stdout, stderr } = await check()
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).toBe('bridge.yaml is good\n  soar (soar)\n  jira (jira), rules: built-in\n')
  })

  it('exits 78 and names every mistake with its place, what was expected and an example', async () => {
    const { folder } = surroundings
    folder.write(
      'bridge.yaml',
      'server: { prt: 80 }\nsoar: [{ name: soar, url: "http://far.example", token: abcdefgh, label: x, asssetId: 1 }]\n',
    )
    const { code, stdout, stderr } = await check()
    expect({ code, stdout }).toEqual({ code: 78, stdout: '' })
    const lines = stderr.trimEnd().split('\n')
    expect(lines[0]).toBe('error: 3 mistakes in the configuration bridge.yaml')
    expect(lines[1]).toMatch(/^ {2}bridge\.yaml:1 server\.prt: expected one of .*did you mean port/)
    expect(stderr).toMatch(/^ {2}bridge\.yaml:2 soar\[0\]\.asssetId: expected .*did you mean assetId/m)
    expect(stderr).toMatch(/^ {2}bridge\.yaml:2 soar\[0\]\.url: expected https.*; for example https:/m)
    expect(lines).toHaveLength(4)
  })

  it('names the mistakes in rules, and a rules file that is not there', async () => {
    const { folder, configure } = surroundings
    configure({ jira: { rules: 'rules.yaml' } })
    expect(await check()).toMatchObject({
      code: 78,
      stderr: expect.stringMatching(/jira rules .*rules\.yaml: .*ENOENT/),
    })
    folder.write('rules.yaml', 'container:\n  severty:\n    - { use: high }\n')
    const { code, stderr } = await check()
    expect(code).toBe(78)
    expect(stderr).toMatch(/rules\.yaml:2 container\.severty: expected/)
    expect(stderr).not.toContain('    at ')
    configure({ secops: { unlinkedRules: 'rules.yaml' } })
    expect(await check()).toMatchObject({ code: 78, stderr: expect.stringMatching(/rules\.yaml:2 container\.severty/) })
  })

  it('names the mistakes in the tables of the enrichment API, and a file that is not there', async () => {
    const { folder, configure } = surroundings
    configure({ secops: { tables: 'tables.yaml' } })
    expect(await check()).toMatchObject({ code: 78, stderr: expect.stringMatching(/file of tables \(ENOENT\)/) })
    folder.write('tables.yaml', 'ci_enrichment: { name: x, columns: [] }\n')
    expect(await check()).toMatchObject({ code: 78, stderr: expect.stringMatching(/tables\.yaml:1 ci_enrichment/) })
  })

  it('tells mistakes to machines as one object', async () => {
    surroundings.folder.write('bridge.yaml', 'server: { prt: 80 }\n')
    const { code, stdout } = await check('--json')
    expect(code).toBe(78)
    expect(JSON.parse(stdout)).toMatchObject({ ok: false, mistakes: [{ path: 'bridge.yaml:1 server.prt' }] })
  })

  it('finds out online that every system answers and SOAR knows the words', async () => {
    const { code, stdout } = await check('--online')
    expect(code).toBe(0)
    expect(stdout).toContain('  good  soar: answers and takes our credentials (version 8.')
    expect(stdout).toContain('  good  jira: soar knows every word of its rules\n')
    expect(stdout).toContain('  good  jira: answers and takes our credentials\n')
    expect(stdout).toContain('  good  jira: offers every word of its rules for the way back\n')
  })

  it('finds out online which words of the way back the systems do not offer', async () => {
    const { folder, configure } = surroundings
    configure({ jira: { rules: 'rules.yaml' } })
    folder.write('rules.yaml', 'toTicket:\n  status:\n    - { soar: parked, to: [On Hold, Waiting] }\n')
    const { code, stdout } = await check('--online')
    expect(code).toBe(1)
    expect(stdout).toMatch(/ {2}BAD {3}jira: toTicket\.status\[0\]\.to: .* none of On Hold, Waiting\n/)
    expect(stdout).toMatch(/ {2}BAD {3}jira: toTicket\.status\[0\]\.soar: SOAR knows no parked: it has .*open/)
  })

  it('finds out online which words SOAR does not know, and which credentials do not work', async () => {
    surroundings.configure({
      soar: { label: 'nobody-made-this' },
      secops: { unlinked: 'create-container', unlinkedLabel: 'nor-this' },
      jira: { auth: { email: 'soarbridge@acme.example', token: 'an-old-token-1234' } },
    })
    const { code, stdout } = await check('--online', '--json')
    expect(code).toBe(1)
    const { ok, online } = JSON.parse(stdout)
    expect(ok).toBe(false)
    expect(online).toContainEqual({
      connection: 'jira',
      ok: false,
      says: 'SOAR does not know label "nobody-made-this" (label in bridge.yaml); add it there or change the rules',
    })
    expect(online).toContainEqual({
      connection: 'secops.unlinked',
      ok: false,
      says: 'SOAR does not know label "nor-this" (label in bridge.yaml); add it there or change the rules',
    })
    expect(online.filter((finding: { ok: boolean }) => !finding.ok)).toHaveLength(3)
  })
})

import { createProgram, type ProgramParts } from '../../src/cli/program'
import { runCommand } from '../support/command-line'

// Each starts processes, which a busy machine does slowly.
jest.setTimeout(120_000)

/** Every command there is, by its path. */
function commandPaths(): string[][] {
  const parts = { version: '1.2.3', defaults: { configFile: 'bridge.yaml' } } as unknown as ProgramParts
  const walk = (command: ReturnType<typeof createProgram>, path: string[]): string[][] =>
    command.commands.flatMap(child => [[...path, child.name()], ...walk(child, [...path, child.name()])])
  return walk(createProgram(parts), [])
}

describe('the command line', () => {
  it('shows an example in the help of every command', () => {
    const parts = { version: '1.2.3', defaults: { configFile: 'bridge.yaml' } } as unknown as ProgramParts
    for (const path of commandPaths()) {
      const command = path.reduce((found, name) => {
        const child = found.commands.find(one => one.name() === name)
        if (child === undefined) throw new Error(`no command ${name}`)
        return child
      }, createProgram(parts))
      let help = ''
      command.configureOutput({ writeOut: text => (help += text) })
      command.outputHelp()
      expect(help).toContain(`Example:\n  soarbridge ${path[0]}`)
    }
  })

  it('exits 0 for help, which goes to standard output', async () => {
    const { code, stdout, stderr } = await runCommand(['--help'])
    expect(code).toBe(0)
    expect(stdout).toContain('soarbridge demo')
    expect(stderr).toBe('')
  })

  it.each([
    ['no command', []],
    ['an unknown command', ['frobnicate']],
    ['an unknown option', ['check', '--frob']],
    ['a missing option', ['key', 'create', '--role', 'bridge.viewer']],
    ['an unknown role', ['key', 'create', '--name', 'x', '--role', 'root']],
    ['a number out of bounds', ['jobs', 'list', '--limit', '0']],
  ])('exits 2 for %s, and says so on standard error', async (_, args) => {
    const { code, stdout, stderr } = await runCommand(args)
    expect(code).toBe(2)
    expect(stdout).toBe('')
    expect(stderr).not.toBe('')
  })

  it('exits 78 where half of the access to the API is missing', async () => {
    const { code, stderr } = await runCommand(['links', 'list'], { env: { BRIDGE_URL: 'http://127.0.0.1:1' } })
    expect(code).toBe(78)
    expect(stderr).toBe('error: expected BRIDGE_URL and BRIDGE_KEY together, and BRIDGE_KEY is not set\n')
  })

  it('exits 1 with one sentence where the API cannot be reached', async () => {
    const env = { BRIDGE_URL: 'http://127.0.0.1:1', BRIDGE_KEY: 'sbk_none' }
    const { code, stderr } = await runCommand(['links', 'list'], { env })
    expect(code).toBe(1)
    expect(stderr).toBe('error: GET /v1/links: cannot be reached (ECONNREFUSED)\n')
  })
})

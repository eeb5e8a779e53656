import { readdirSync } from 'node:fs'
import { killCommands, runCommand, startCommand } from '../support/command-line'
import { createConfigFolder } from '../support/config-folder'

// Each starts processes, which a busy machine does slowly.
jest.setTimeout(120_000)

afterEach(killCommands)

describe('soarbridge demo', () => {
  it('ends by itself with --once; its last line counts, with nothing lost and nothing doubled, there and back', async () => {
    const temporary = createConfigFolder()
    const { code, stdout, stderr } = await runCommand(['demo', '--once'], { env: { TMPDIR: temporary.path } })
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    const outcome = JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '')
    expect(outcome).toMatchObject({ tickets: 7, containers: 7, copies: 5, lost: 0, duplicated: 0 })
    expect(outcome.artifacts).toBeGreaterThan(outcome.tickets)
    expect(outcome.links).toHaveLength(7)
    expect(new Set(outcome.links.map(({ container }: { container: string }) => container)).size).toBe(7)
    expect(stdout).toContain('container 1: severity medium → high, status new → open')
    expect(stdout).toMatch(/SEC-5 says: waiting: quarantine_mail; asked: ada.*; due .* UTC, \d+ minutes left/)
    expect(stdout).toContain("SEC-5: status To Do → Done, resolution Won't Do")
    expect(stdout).toContain('apply: unknown, then look-up: confirmed')
    expect(readdirSync(temporary.path)).toEqual([])
    temporary.remove()
  })

  it('stays up until Ctrl-C, shows where to look, and leaves nothing behind', async () => {
    const temporary = createConfigFolder()
    const command = startCommand(['demo'], { env: { TMPDIR: temporary.path } })
    const [, container = ''] = await command.line(/a container +(\S+)/)
    const [, auth = '', links = ''] = await command.line(/curl -H 'Authorization: ([^']+)' (\S+)/)
    expect(await (await fetch(container)).text()).toContain('SEC-1: Phishing mail')
    const answer = (await (await fetch(links, { headers: { authorization: auth } })).json()) as { items: unknown[] }
    expect(answer.items).toHaveLength(7)
    command.process.kill('SIGINT')
    expect((await command.ended).code).toBe(0)
    expect(readdirSync(temporary.path)).toEqual([])
    temporary.remove()
  })
})

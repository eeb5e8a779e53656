import { jiraCreated } from '../builders/jira-webhook'
import { killCommands, runCommand } from '../support/command-line'
import { postJira } from '../support/post-jira'
import { isQuiet, readTables } from '../support/read-bridge'
import { openSurroundings, type Surroundings } from '../support/served-bridge'
import { waitUntil } from '../support/wait-until'

// Each starts processes, which a busy machine does slowly.
jest.setTimeout(120_000)

let surroundings: Surroundings

beforeEach(async () => {
  surroundings = await openSurroundings()
})
afterEach(async () => {
  killCommands()
  await surroundings.close()
})

describe('soarbridge serve', () => {
  it.each(['SIGTERM', 'SIGINT'] as const)('stops on %s with exit code 0', async signal => {
    const { url, command } = await surroundings.serve()
    expect((await fetch(`${url}/livez`)).status).toBe(200)
    command.process.kill(signal)
    const { code, stdout } = await command.ended
    expect(code).toBe(0)
    expect(stdout).toContain(`"reason":"${signal}"`)
    // Standard output is the log and nothing else.
    for (const line of stdout.trimEnd().split('\n')) expect(JSON.parse(line)).toHaveProperty('level')
  })

  it('refuses a second server on the same database', async () => {
    const { command } = await surroundings.serve()
    const second = await runCommand(['serve'], { folder: surroundings.folder.path })
    expect(second.code).toBe(1)
    expect(second.stderr).toMatch(/^error: another process holds the database .*bridge\.db/)
    command.process.kill('SIGTERM')
    expect((await command.ended).code).toBe(0)
  })

  it('exits 78 with all mistakes on a bad configuration', async () => {
    surroundings.folder.write('bridge.yaml', 'server: { prt: 80, prot: 81 }\n')
    const { code, stderr } = await runCommand(['serve'], { folder: surroundings.folder.path })
    expect(code).toBe(78)
    expect(stderr).toContain('server.prt')
    expect(stderr).toContain('server.prot')
  })

  it('says in a sentence that its port is taken', async () => {
    const { port } = new URL(surroundings.soar.url)
    surroundings.folder.write('bridge.yaml', `server: { port: ${port} }\n`)
    const { code, stderr } = await runCommand(['serve'], { folder: surroundings.folder.path })
    expect(code).toBe(1)
    expect(stderr).toBe(`error: cannot listen on 127.0.0.1:${port} (EADDRINUSE); choose another port\n`)
  })

  it('stopped under load, has kept all that it acknowledged, and brings each to SOAR once after the next start', async () => {
    const { folder, soar } = surroundings
    const first = await surroundings.serve()
    const acknowledged = await postUntilStopped(first.url, () => first.command.process.kill('SIGTERM'))
    expect((await first.command.ended).code).toBe(0)
    expect(acknowledged.length).toBeGreaterThan(40)
    const stored = new Set(readTables<{ id: string }>(folder.path, 'select id from receipts').map(({ id }) => id))
    expect(acknowledged.filter(({ receipt }) => !stored.has(receipt))).toEqual([])

    const second = await surroundings.serve()
    await waitUntil('everything is delivered', () => isQuiet(folder.path), 50_000)
    const { body } = await soar.get('/_sandbox/state')
    const identifiers = (body.containers as { source_data_identifier: string }[]).map(one => one.source_data_identifier)
    expect(new Set(identifiers).size).toBe(identifiers.length)
    const wanted = acknowledged.map(({ ticket }) => `soarbridge:jira:${ticket}`)
    expect(wanted.filter(identifier => !identifiers.includes(identifier))).toEqual([])
    second.command.process.kill('SIGTERM')
    expect((await second.command.ended).code).toBe(0)
  })
})

interface Acknowledged {
  ticket: string
  receipt: string
}

/** Posts from 10 sides at once, asks the server to stop in the middle, and goes on until it takes no more. */
async function postUntilStopped(url: string, stop: () => void): Promise<Acknowledged[]> {
  const acknowledged: Acknowledged[] = []
  let next = 0
  const post = async () => {
    while (next < 2000) {
      next += 1
      const number = next
      try {
        const { status, body } = await postJira(url, jiraCreated(number))
        if (status !== 202) return
        acknowledged.push({ ticket: String(20_000 + number), receipt: String(body.receipt) })
        if (acknowledged.length === 40) stop()
      } catch {
        return
      }
    }
  }
  await Promise.all(Array.from({ length: 10 }, post))
  return acknowledged
}

import { killCommands, startCommand } from '../support/command-line'
import { startPushReceiver } from '../support/push-receiver'
import { waitUntil } from '../support/wait-until'

// Each starts processes, which a busy machine does slowly.
jest.setTimeout(120_000)

afterEach(killCommands)

/** Starts it and reads its one line. */
async function open(...args: string[]) {
  const command = startCommand(['sandbox', ...args])
  await command.line(/\n/)
  return { command, facts: JSON.parse(command.stdout()) as Record<string, string> }
}

describe('soarbridge sandbox', () => {
  it.each([
    ['soar', [], ['token']],
    ['jira', ['--flavor', 'datacenter'], ['user', 'token']],
    ['servicenow', [], ['user', 'password']],
  ])('%s prints one JSON line when it listens, and ends with 0 on SIGTERM', async (system, options, logins) => {
    const { command, facts } = await open(system, '--port', '0', ...options)
    expect(facts).toMatchObject({ ready: true, url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/) })
    for (const login of logins) expect(facts[login]).toMatch(/./)
    expect((await fetch(`${facts.url}/_sandbox/ledger`)).status).toBe(200)
    command.process.kill('SIGTERM')
    const { code, stdout } = await command.ended
    expect(code).toBe(0)
    expect(stdout.trimEnd().split('\n')).toHaveLength(1)
  })

  it('soar takes the token and the labels it is given', async () => {
    const { facts } = await open('soar', '--token', 'a-token-of-mine', '--label', 'phishing')
    expect(facts.token).toBe('a-token-of-mine')
    const answer = await fetch(`${facts.url}/rest/container`, {
      method: 'POST',
      headers: { 'ph-auth-token': 'a-token-of-mine' },
      body: JSON.stringify({ name: 'x', label: 'phishing' }),
    })
    expect(answer.status).toBe(200)
  })

  it('servicenow pushes where it is told, with the secret header', async () => {
    const receiver = await startPushReceiver()
    const { facts } = await open('servicenow', '--push', receiver.url, '--push-header', 'hush', '--push-format', 'flat')
    const login = Buffer.from(`${facts.user}:${facts.password}`).toString('base64')
    await fetch(`${facts.url}/api/now/table/incident`, {
      method: 'POST',
      headers: { Authorization: `Basic ${login}`, 'Content-Type': 'application/json' },
      body: JSON.stringify({ short_description: 'Odd login' }),
    })
    await waitUntil('the push', () => receiver.received.length > 0)
    expect(receiver.received[0]?.headers['x-bridge-secret']).toBe('hush')
    expect(receiver.received[0]?.body).toMatchObject({ short_description: 'Odd login' })
    await receiver.close()
  })
})

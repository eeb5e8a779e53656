import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
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

  it.each(['soar', 'jira', 'servicenow'])('%s misbehaves from the start, as told in short or as JSON', async system => {
    const short = 'error:status=503,after=1,times=1,path=/rest'
    const { facts } = await open(system, '--seed', '7', '--scenario', short, '--scenario', '{"name":"html"}')
    const { active } = (await (await fetch(`${facts.url}/_sandbox/scenario`)).json()) as { active: unknown }
    expect(active).toEqual([{ name: 'error', status: 503, after: 1, times: 1, path: '/rest' }, { name: 'html' }])
  })

  it.each([
    [['--scenario', 'earthquake'], 78, /no such scenario/],
    [['--scenario', 'html:often'], 2, /expected option=value instead of often/],
    [['--scenario', '{'], 2, /or a JSON object/],
    [['--state', 'nowhere.json'], 1, /refused to open nowhere\.json/],
  ])('refuses %j', async (options, code, says) => {
    const ended = await startCommand(['sandbox', 'jira', ...options]).ended
    expect([ended.code, ended.stderr]).toEqual([code, expect.stringMatching(says)])
  })

  it('soar saves its state when it is told to end, and goes on from it', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'sandbox-'))
    const file = path.join(folder, 'soar.json')
    const first = await open('soar', '--token', 't', '--save', file)
    const container = { method: 'POST', headers: { 'ph-auth-token': 't' }, body: '{"name":"c","label":"events"}' }
    expect((await fetch(`${first.facts.url}/rest/container`, container)).status).toBe(200)
    first.command.process.kill('SIGTERM')
    expect((await first.command.ended).code).toBe(0)
    const second = await open('soar', '--token', 't', '--state', file)
    const found = await fetch(`${second.facts.url}/rest/container/1`, { headers: { 'ph-auth-token': 't' } })
    expect(await found.json()).toMatchObject({ id: 1, name: 'c' })
    rmSync(folder, { recursive: true })
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

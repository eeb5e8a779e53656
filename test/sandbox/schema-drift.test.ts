import { closeSandboxes, openSandbox, sandboxNames } from '../support/any-sandbox'

afterEach(closeSandboxes)

type Tree = ReturnType<typeof JSON.parse>

/** Every field with its value, by its path. */
function flatten(value: Tree, path = ''): Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return { [path]: value }
  const parts = Object.entries(value).map(([name, part]) => flatten(part, `${path}/${name}`))
  return Object.assign({ [path]: Array.isArray(value) ? [] : {} }, ...parts)
}

/** What became of a record's answer: fields that are new, gone or changed. */
function compare(before: Tree, after: Tree): { added: string[]; gone: string[]; changed: Record<string, unknown> } {
  const [old, now] = [flatten(before), flatten(after)]
  const both = Object.keys(old).filter(path => path in now)
  return {
    added: Object.keys(now).filter(path => !(path in old)),
    gone: Object.keys(old).filter(path => !(path in now)),
    changed: Object.fromEntries(
      both.filter(path => JSON.stringify(old[path]) !== JSON.stringify(now[path])).map(path => [path, now[path]]),
    ),
  }
}

/** A record before and after a drift. */
async function readDrifted(name: string, options: Record<string, unknown>, seed = 1) {
  const sandbox = await openSandbox(name, { seed })
  await sandbox.create()
  const before: Tree = await (await sandbox.read()).json()
  await sandbox.scenario({ name: 'schema-drift', ...options })
  const after: Tree = await (await sandbox.read()).json()
  return { before, after }
}

describe.each(sandboxNames)('an answer of the sandbox of %s that drifts', name => {
  test('has fields that nobody knows', async () => {
    const { before, after } = await readDrifted(name, { drift: 'extra-field' })
    const { added, gone, changed } = compare(before, after)
    expect(added).toContain('/addedInThisRelease')
    expect(after.addedInThisRelease).toEqual({ enabled: true })
    expect([gone, changed]).toEqual([[], {}])
  })

  test('misses a field', async () => {
    const { before, after } = await readDrifted(name, { drift: 'missing-field' })
    const { added, gone, changed } = compare(before, after)
    expect(gone.length).toBeGreaterThan(0)
    expect([added, changed]).toEqual([[], {}])
  })

  test('has null for an object', async () => {
    const { before, after } = await readDrifted(name, { drift: 'null-object' })
    const { added, changed } = compare(before, after)
    expect(added).toEqual([])
    expect(Object.values(changed).length).toBeGreaterThan(0)
    expect(new Set(Object.values(changed))).toEqual(new Set([null]))
  })

  test('drifts the same way with the same seed, in some of the four ways', async () => {
    const drifts = []
    for (const seed of [1, 1, 2, 3, 4, 5]) {
      const { before, after } = await readDrifted(name, {}, seed)
      drifts.push(
        JSON.stringify(
          Object.entries(compare(before, after)).map(([kind, found]) => [kind, Object.keys(found).length]),
        ),
      )
    }
    expect(drifts[0]).toBe(drifts[1])
    expect(new Set(drifts).size).toBeGreaterThan(1)
  })
})

test('a number comes as a string, by name, wherever it stands', async () => {
  const { before, after } = await readDrifted('soar', { drift: 'number-as-string', field: 'version' })
  expect(compare(before, after)).toEqual({ added: [], gone: [], changed: { '/version': String(before.version) } })
  const { before: whole, after: drifted } = await readDrifted('soar', { drift: 'number-as-string' })
  expect(Object.values(compare(whole, drifted).changed).every(value => typeof value === 'string')).toBe(true)
})

test('a field that is not there drifts nowhere', async () => {
  const { before, after } = await readDrifted('servicenow', { drift: 'number-as-string' })
  expect(after).toEqual(before)
})

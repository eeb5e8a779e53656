import {
  type EngineFinding,
  type Finding,
  type LinkFindings,
  mergeFindings,
  readFinding,
  rollUp,
} from '../../src/domain/finding'

const none: LinkFindings = { latest: [], gravest: null }
const said = (engine: string, finding: Finding, at = 1, observable = 'evil.example'): EngineFinding => ({
  observable,
  engine,
  finding,
  at,
})

describe('the roll-up of an observable', () => {
  test.each<[expected: Finding, ...said: Finding[]]>([
    ['Malicious', 'Clean', 'Malicious', 'Suspicious', 'Unknown'],
    ['Suspicious', 'Clean', 'Unknown', 'Suspicious'],
    ['Clean', 'Unknown', 'Clean'],
    ['Unknown', 'Unknown', 'Unknown'],
  ])('is %s for %s, %s …', (expected, ...words) => {
    const findings = mergeFindings(
      none,
      words.map((word, index) => said(`engine ${index}`, word)),
    )
    expect(rollUp(findings.latest)).toMatchObject([{ observable: 'evil.example', finding: expected }])
    expect(findings.gravest).toBe(expected)
  })

  test('counts the latest of each engine, in whatever order they come', () => {
    const later = said('VirusTotal', 'Clean', 2)
    const earlier = said('VirusTotal', 'Malicious', 1)
    for (const news of [
      [earlier, later],
      [later, earlier],
    ])
      expect(rollUp(mergeFindings(none, news).latest)).toEqual([
        { observable: 'evil.example', finding: 'Clean', engines: [later] },
      ])
  })

  test('counts the last of what was stored at the same time', () => {
    const { latest } = mergeFindings(none, [said('VirusTotal', 'Malicious'), said('VirusTotal', 'Clean')])
    expect(latest).toEqual([said('VirusTotal', 'Clean')])
  })

  test('stands by itself for each observable, the gravest first', () => {
    const { latest } = mergeFindings(none, [
      said('Talos', 'Clean', 1, 'a.example'),
      said('Talos', 'Suspicious', 1, 'b.example'),
    ])
    expect(rollUp(latest).map(({ observable, finding }) => [observable, finding])).toEqual([
      ['b.example', 'Suspicious'],
      ['a.example', 'Clean'],
    ])
  })
})

test('the gravest there ever was stays, when the engine takes it back', () => {
  const malicious = mergeFindings(none, [said('VirusTotal', 'Malicious', 1)])
  expect(mergeFindings(malicious, [said('VirusTotal', 'Clean', 2)])).toEqual({
    latest: [said('VirusTotal', 'Clean', 2)],
    gravest: 'Malicious',
  })
})

test('of too many findings the gravest and newest are kept', () => {
  const many = Array.from({ length: 1_200 }, (_, index) => said('Talos', 'Unknown', index, `${index}.example`))
  const { latest } = mergeFindings(none, [...many, said('Talos', 'Malicious', 0)])
  expect(latest).toHaveLength(1_000)
  expect(latest[0]).toEqual(said('Talos', 'Malicious', 0))
  expect(latest.at(-1)?.at).toBe(201)
})

test.each([
  ['MALICIOUS', 'Malicious'],
  [' clean ', 'Clean'],
  ['bad', undefined],
])('%j is read as %s', (text, finding) => {
  expect(readFinding(text)).toBe(finding)
})

describe('a result that changed', () => {
  const of = (result: string, finding: Finding, at: number) => ({ ...said('Talos', finding, at), result })
  const silent = (id: string, at: number) => ({ id, about: 'web-01', engine: 'CMDB', at })

  test('says what it says now, whatever it said of whom, and the gravest stays', () => {
    const known = mergeFindings(none, [of('r1', 'Malicious', 1), { ...of('r2', 'Clean', 1), engine: 'VirusTotal' }])
    const moved = { ...of('r1', 'Clean', 2), observable: 'other.example' }
    const { latest, gravest } = mergeFindings(known, [moved])
    expect(latest.map(({ result, observable }) => [result, observable])).toEqual([
      ['r1', 'other.example'],
      ['r2', 'evil.example'],
    ])
    expect(gravest).toBe('Malicious')
  })

  test('is listed once, the newest first, and under findings only once it has one', () => {
    const known = mergeFindings(none, [], [silent('r1', 1), silent('r2', 2)])
    const again = mergeFindings(known, [], [silent('r1', 3)])
    expect(again.silent?.map(({ id }) => id)).toEqual(['r1', 'r2'])
    const found = mergeFindings(again, [of('r2', 'Clean', 4)])
    expect([found.silent?.map(({ id }) => id), found.latest.map(({ result }) => result)]).toEqual([['r1'], ['r2']])
    expect(mergeFindings(found, [], [silent('r2', 5)])).toMatchObject({
      latest: [],
      silent: [{ id: 'r2' }, { id: 'r1' }],
    })
  })
})

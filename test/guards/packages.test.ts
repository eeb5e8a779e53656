import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { checkLockfile, checkPacked, checkPinned, type Lockfile, type Manifest } from './support/lockfile'
import { judgeViolations, nameOf } from './support/violation'

const lockfile: Lockfile = JSON.parse(readFileSync('package-lock.json', 'utf8'))
const manifest: Manifest & { overrides: Record<string, unknown>; bin: Record<string, string> } = JSON.parse(
  readFileSync('package.json', 'utf8'),
)

function plantPackage(place: string, entry: Record<string, string>): string[] {
  return checkLockfile({ packages: { [`node_modules/${place}`]: { integrity: 'sha512-x', ...entry } } }).map(nameOf)
}

describe('the lockfile', () => {
  test('has an integrity for every package, all its parts, no address, and no known-bad version', () => {
    expect(Object.keys(lockfile.packages).length).toBeGreaterThan(100)
    expect(judgeViolations(checkLockfile(lockfile), [])).toEqual([])
  })

  test.each([
    ['axios', '1.14.1'],
    ['axios', '0.30.4'],
    ['plain-crypto-js', '4.2.1'],
    ['better-sqlite3', '12.7.9'],
    ['better-sqlite3', '9.6.0'],
    ['better-sqlite3', '12.8.0-beta.1'],
    ['kysely', '0.28.16'],
    ['a/node_modules/follow-redirects', '1.15.11'],
  ])('with %s %s is found', (name, version) => {
    expect(plantPackage(name, { version })).toHaveLength(1)
  })

  test.each([
    ['axios', '1.21.1'],
    ['better-sqlite3', '12.8.0'],
    ['kysely', '0.28.17'],
    ['follow-redirects', '1.16.0'],
  ])('with %s %s passes', (name, version) => {
    expect(plantPackage(name, { version })).toEqual([])
  })

  test('that lacks a part for another platform is found', () => {
    const optionalDependencies = { '@acme/linux': '1.0.0', '@acme/darwin': '1.0.0' }
    const packages = {
      'node_modules/acme': { integrity: 'sha512-x', optionalDependencies },
      'node_modules/@acme/linux': { integrity: 'sha512-x' },
    }
    expect(checkLockfile({ packages }).map(nameOf)).toEqual([
      'package-lock.json node_modules/acme: misses its part @acme/darwin',
    ])
  })

  test('with a package from git, from an address or without integrity is found', () => {
    const resolved = 'git+ssh://git@github.com/acme/left-pad.git#1'
    expect(plantPackage('left-pad', { version: '1.0.0', resolved })).toHaveLength(1)
    expect(plantPackage('left-pad', { version: '1.0.0', resolved: 'http://npm.example/left-pad.tgz' })).toHaveLength(1)
    expect(checkLockfile({ packages: { 'node_modules/left-pad': { version: '1.0.0' } } })).toHaveLength(1)
  })
})

describe('package.json', () => {
  test('asks for exact versions', () => {
    expect(judgeViolations(checkPinned(manifest), [])).toEqual([])
  })

  test.each(['^1.2.3', '~1.2.3', '1.x', '*', 'latest', '>=1.2.3', 'github:acme/left-pad', 'file:../left-pad'])(
    'with the version %s is found',
    version => {
      expect(checkPinned({ dependencies: { 'left-pad': version } })).toHaveLength(1)
    },
  )

  test('may take a package under another name', () => {
    expect(checkPinned({ devDependencies: { native: 'npm:typescript@7.0.2' } })).toEqual([])
  })
})

describe('the package', () => {
  test('carries what runs and its papers, and nothing else', () => {
    const answer = execFileSync('npm', ['pack', '--dry-run', '--json'], { encoding: 'utf8', stdio: 'pipe' })
    const [{ files }] = JSON.parse(answer) as [{ files: { path: string }[] }]
    const needed = [
      ...Object.values(manifest.bin),
      'openapi.yaml',
      'rules/jira.yaml',
      'rules/results.yaml',
      'rules/servicenow.yaml',
      'tables/secops.yaml',
      'dist/src/store/writer-thread.js',
    ]
    expect(
      judgeViolations(
        checkPacked(
          files.map(({ path }) => path),
          needed,
        ),
        [],
      ),
    ).toEqual([])
  })

  test.each([
    '.env',
    'dist/.env',
    'test/guards/rooms.test.ts',
    'dist/test/guards/rooms.test.js',
    'dist/src/a.test.js',
    'data/bridge.db',
    'docs/bridge.db-wal',
    'docs/server.key',
    'rules/ca.pem',
    '.npmrc',
    'src/main.ts',
    'bridge.yaml',
  ])('with %s is found', file => {
    expect(checkPacked([file], [])).toHaveLength(1)
  })

  test('without a file that it needs is found', () => {
    expect(checkPacked(['openapi.yaml'], ['openapi.yaml', 'rules/jira.yaml']).map(nameOf)).toEqual([
      'npm pack: leaves rules/jira.yaml behind',
    ])
  })
})

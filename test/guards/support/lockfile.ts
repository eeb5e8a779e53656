import type { Violation } from './violation'

export interface Manifest {
  dependencies?: Record<string, string>
  devDependencies?: Record<string, string>
  optionalDependencies?: Record<string, string>
}

export interface Lockfile {
  packages: Record<string, LockedPackage>
}

interface LockedPackage {
  version?: string
  resolved?: string
  integrity?: string
  optionalDependencies?: Record<string, string>
}

/** Versions that are known to be bad (facts/reliability.md attack 147): exactly these, or everything before one. */
const denied: Record<string, { exactly: readonly string[] } | { before: string } | 'any'> = {
  axios: { exactly: ['1.14.1', '0.30.4'] },
  'plain-crypto-js': 'any',
  'better-sqlite3': { before: '12.8.0' },
  kysely: { before: '0.28.17' },
  'follow-redirects': { before: '1.16.0' },
}

export function checkLockfile({ packages }: Lockfile): Violation[] {
  return [...checkSources(packages), ...checkPlatforms(packages)]
}

function checkSources(packages: Lockfile['packages']): Violation[] {
  return Object.entries(packages)
    .filter(([place]) => place !== '')
    .flatMap(([place, { version = '', resolved, integrity }]) => {
      const where = `package-lock.json ${place}`
      return [
        ...(integrity === undefined
          ? [{ where, what: 'has no integrity', remedy: 'install it from the registry again' }]
          : []),
        ...(resolved === undefined
          ? []
          : [
              {
                where,
                what: `comes from ${resolved}`,
                remedy: 'let .npmrc keep addresses out, and take no git or http source',
              },
            ]),
        ...(isDenied(nameOfPlace(place), version)
          ? [{ where, what: `is the known-bad version ${version}`, remedy: 'take another version' }]
          : []),
      ]
    })
}

/** A registry that lacks a package for another platform makes `npm install` drop it in silence, and `npm ci` refuse. */
function checkPlatforms(packages: Lockfile['packages']): Violation[] {
  const locked = new Set(Object.keys(packages).map(nameOfPlace))
  return Object.entries(packages).flatMap(([place, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies)
      .filter(name => !locked.has(name))
      .map(name => ({
        where: `package-lock.json ${place}`,
        what: `misses its part ${name}`,
        remedy: 'npm ci refuses this lockfile: take a version whose parts the registry has for every platform',
      })),
  )
}

function nameOfPlace(place: string): string {
  return place.replace(/^.*node_modules\//, '')
}

/** A version that is not exact is another program tomorrow. */
export function checkPinned(manifest: Manifest): Violation[] {
  const { dependencies, devDependencies, optionalDependencies } = manifest
  return Object.entries({ ...dependencies, ...devDependencies, ...optionalDependencies })
    .filter(([, version]) => !/^(npm:[@a-z0-9/._-]+@)?\d+\.\d+\.\d+(-[a-z0-9.]+)?$/.test(version))
    .map(([name, version]) => ({
      where: `package.json ${name}`,
      what: `asks for ${version}`,
      remedy: 'write the exact version, as `npm install --save-exact` does',
    }))
}

/** What `npm pack` would carry out of the house: only what runs, and its papers. */
export function checkPacked(files: readonly string[], needed: readonly string[]): Violation[] {
  const where = 'npm pack'
  const allowed =
    /^(package\.json|README\.md|CHANGELOG\.md|LICENSE|openapi\.yaml|(dist\/src|dist\/migrations)\/.*\.(js|js\.map)|(docs|examples|rules|tables)\/.*)$/
  const secret = /(^|\/)(\.env|\.npmrc|.*\.(db|sqlite|pem|key|log)(-wal|-shm)?$|.*\.test\.)/
  return [
    ...files
      .filter(file => !allowed.test(file) || secret.test(file))
      .map(file => ({ where, what: `carries ${file}`, remedy: 'narrow `files` in package.json' })),
    ...needed
      .filter(file => !files.includes(file))
      .map(file => ({ where, what: `leaves ${file} behind`, remedy: 'add it to `files` in package.json' })),
  ]
}

function isDenied(name: string, version: string): boolean {
  const rule = denied[name]
  if (rule === undefined) return false
  if (rule === 'any') return true
  return 'before' in rule ? isBefore(version, rule.before) : rule.exactly.includes(version)
}

function isBefore(version: string, limit: string): boolean {
  const [parts, limits] = [version, limit].map(text => text.split(/[.-]/, 3).map(Number))
  for (const [index, wanted] of (limits ?? []).entries()) {
    const part = parts?.[index] ?? 0
    if (part !== wanted) return part < wanted
  }
  return version.includes('-')
}

import { importsOf, packageOf } from './imports'
import type { SourceFile } from './source-files'
import type { Violation } from './violation'

const network = /^src\/(http|sandbox)\/|^src\/connectors\/http-[a-z-]+\.ts$/
const database = /^src\/(store|outbox)\//

/** Where each outside package enters; behind its door, the rest of the house does not know it. */
export const packageDoors: Record<string, RegExp> = {
  axios: /^src\/connectors\/http-client\.ts$/,
  'axios-retry': /^src\/connectors\/http-client\.ts$/,
  express: /^src\/(http|sandbox)\//,
  'express-openapi-validator': /^src\/http\//,
  ajv: /^src\/http\//,
  'swagger-ui-dist': /^src\/http\//,
  kysely: /^src\/(store|outbox)\/|^migrations\//,
  'better-sqlite3': database,
  'better-sqlite3-napi': database,
  pino: /^src\/telemetry\//,
  'prom-client': /^src\/telemetry\//,
  commander: /^src\/(cli\/|main\.ts$)/,
  'cli-progress': /^src\/cli\//,
  'csv-parse': /^src\/mapping\//,
  picocolors: /^src\/cli\//,
  zod: /^src\/(config(\/[a-z-]+)?\.ts$|mapping\/)/,
  yaml: /^src\/(config(\/[a-z-]+)?\.ts|mapping\/.*|http\/contract\.ts)$/,
  jose: /^src\/access\/authenticate-token\.ts$/,
  'ipaddr.js': /^src\/(access|mapping)\//,
  'dot-properties': /^src\/mapping\//,
  'fast-xml-parser': /^src\/mapping\//,
  tldts: /^src\/mapping\//,
}

/** Node's own ways out and in: through the hardened client and the one server, or not at all. */
const nodeDoors: Record<string, RegExp> = {
  'node:http': network,
  'node:https': network,
  'node:http2': network,
  'node:tls': network,
  'node:dgram': /^$/,
  'node:dns': /^$/,
  'node:vm': /^$/,
  'node:process': /^$/,
  'node:worker_threads': /^src\/store\//,
}

/** Which file may import which package. */
export function checkDoors(files: SourceFile[]): Violation[] {
  return files.flatMap(file =>
    importsOf(file).flatMap(({ specifier, line }) => {
      if (specifier === null || specifier.startsWith('.')) return []
      const name = specifier.startsWith('node:') ? specifier : packageOf(specifier)
      const remedy = remedyOf(file.path, name)
      return remedy === undefined ? [] : [{ where: `${file.path}:${line}`, what: `imports ${specifier}`, remedy }]
    }),
  )
}

/** Packages of package.json without a door, and doors without a package. */
export function checkDependencies(dependencies: Record<string, string>): Violation[] {
  const where = 'package.json'
  const unknown = Object.keys(dependencies).filter(name => packageDoors[name] === undefined)
  const gone = Object.keys(packageDoors).filter(name => dependencies[name] === undefined)
  return [
    ...unknown.map(name => ({ where, what: `has ${name} without a door`, remedy: newDoor })),
    ...gone.map(name => ({ where, what: `misses ${name}`, remedy: `remove its door from ${thisFile}` })),
  ]
}

const thisFile = 'test/guards/support/doors.ts'
const newDoor = `decide which room the package enters by and write it down in ${thisFile}`

function remedyOf(file: string, name: string): string | undefined {
  if (name.startsWith('node:')) {
    const door = nodeDoors[name.split('/')[0] ?? name]
    return door === undefined || door.test(file) ? undefined : `its door is ${door.source}; go through it`
  }
  const door = packageDoors[name]
  if (door === undefined) return newDoor
  return door.test(file) ? undefined : `its one door is ${door.source}; ask that room for what you need`
}

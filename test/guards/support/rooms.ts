import { importsOf, resolveImport } from './imports'
import type { SourceFile } from './source-files'
import type { Violation } from './violation'

interface Room {
  name: string
  /** Its files, without `.ts`; the first room that matches holds the file. */
  holds: RegExp
  /** Rooms it may import besides itself. */
  may: readonly string[] | 'everything'
}

const base = ['domain', 'errors']
const connectorRooms = ['connectors/connector', 'connectors/http-client', 'connectors/http-types']
const ticketRooms = ['connectors/ticket-call', 'connectors/vault-file']

/**
 * The rule of rooms: imports point down this list. Contracts are rooms of their own, apart from the engines behind
 * them: who may import `outbox/outbox` may not import the ledger.
 */
const rooms: readonly Room[] = [
  { name: 'main', holds: /^src\/main(-[a-z-]+)?$/, may: 'everything' },
  { name: 'bridge', holds: /^src\/bridge(-[a-z-]+)?$/, may: 'everything' },
  { name: 'http', holds: /^src\/http\//, may: ['flows', 'access', ...base, 'telemetry'] },
  { name: 'cli', holds: /^src\/cli\//, may: ['flows', 'access', ...base, 'telemetry', 'sandbox/*'] },
  { name: 'polling', holds: /^src\/polling\//, may: ['flows', 'access', ...base, 'telemetry'] },
  { name: 'console', holds: /^src\/console\//, may: [] },
  {
    name: 'flows',
    holds: /^src\/flows\//,
    may: ['mapping', 'store', 'outbox/outbox', 'connectors/connector', ...base, 'telemetry'],
  },
  { name: 'outbox/outbox', holds: /^src\/outbox\/outbox$/, may: ['store', ...base] },
  { name: 'outbox', holds: /^src\/outbox\//, may: ['outbox/outbox', 'store', ...base, 'telemetry'] },
  { name: 'connectors/registry', holds: /^src\/connectors\/registry$/, may: ['connectors/*'] },
  {
    name: 'connectors/*',
    holds: /^src\/connectors\/[a-z-]+\//,
    may: [...connectorRooms, ...ticketRooms, ...base, 'telemetry'],
  },
  { name: 'connectors/ticket-call', holds: /^src\/connectors\/ticket-call$/, may: [...connectorRooms, ...base] },
  { name: 'connectors/vault-file', holds: /^src\/connectors\/vault-file$/, may: ['connectors/connector', ...base] },
  {
    name: 'connectors/http-client',
    holds: /^src\/connectors\/http-client$/,
    may: ['connectors/http-parts', ...connectorRooms, ...base],
  },
  { name: 'connectors/http-types', holds: /^src\/connectors\/http-types$/, may: ['connectors/connector', ...base] },
  {
    name: 'connectors/http-parts',
    holds: /^src\/connectors\/http-[a-z-]+$/,
    may: [...connectorRooms, ...base, 'telemetry'],
  },
  { name: 'connectors/connector', holds: /^src\/connectors\/connector$/, may: base },
  { name: 'access', holds: /^src\/access\//, may: ['store', ...base] },
  { name: 'store', holds: /^src\/store\//, may: ['migrations', ...base] },
  { name: 'migrations', holds: /^migrations\//, may: [] },
  { name: 'mapping', holds: /^src\/mapping\//, may: base },
  { name: 'config', holds: /^src\/config(\/[a-z-]+)?$/, may: base },
  { name: 'system-clock', holds: /^src\/system-clock$/, may: ['domain'] },
  { name: 'sandbox/stage', holds: /^src\/sandbox\/stage\//, may: [] },
  { name: 'sandbox/*', holds: /^src\/sandbox\/[a-z-]+\//, may: ['sandbox/stage'] },
  { name: 'telemetry', holds: /^src\/telemetry\//, may: [] },
  { name: 'domain', holds: /^src\/domain\//, may: [] },
  { name: 'errors', holds: /^src\/errors$/, may: [] },
]

/** Which file may import which of our own, types included. */
export function checkRooms(files: SourceFile[]): Violation[] {
  return files.flatMap(file => {
    const from = withoutEnding(file.path)
    const room = roomOf(from)
    if (room === undefined) return [homeless(file.path)]
    return importsOf(file).flatMap(({ specifier, line }) => {
      const where = `${file.path}:${line}`
      if (specifier === null) return [computed(where)]
      if (!specifier.startsWith('.')) return []
      const target = resolveImport(file.path, specifier)
      return mayImport({ room, from, target }) ? [] : [forbidden(where, room, target)]
    })
  })
}

function roomOf(file: string): Room | undefined {
  return rooms.find(room => room.holds.test(file))
}

function mayImport({ room, from, target }: { room: Room; from: string; target: string }): boolean {
  const next = roomOf(target) ?? roomOf(`${target}/index`)
  if (next === undefined) return false
  if (next === room) return !room.name.endsWith('/*') || folderOf(from) === folderOf(target)
  return room.may === 'everything' || room.may.includes(next.name)
}

/** Connectors and sandboxes share a rule but never each other's files. */
function folderOf(file: string): string {
  return file.split('/').slice(0, 3).join('/')
}

function withoutEnding(file: string): string {
  return file.replace(/\.ts$/, '')
}

function forbidden(where: string, room: Room, target: string): Violation {
  const may = room.may === 'everything' ? 'files that exist in a room' : [...room.may, 'itself'].join(', ')
  const remedy = `${room.name} may import ${may}; have what you need handed in, or move it to the room it belongs to`
  return { where, what: `imports ${target}`, remedy }
}

function homeless(where: string): Violation {
  const remedy = 'move it into a room, or give the new room its line in test/guards/support/rooms.ts'
  return { where, what: 'stands in no room', remedy }
}

function computed(where: string): Violation {
  return { where, what: 'imports a computed path', remedy: 'write the path out, so that the rule of rooms can see it' }
}

import { requireObject } from '../body'
import { Failure, notFound, reply } from '../envelope'
import { readNow } from '../instant'
import type { Json, JsonObject } from '../json'
import { type Call, type Route, readId } from '../route'
import type { Soar } from '../soar'
import type { Row, Table } from '../table'
import { findWord } from '../vocabulary'

/** What a severity or a status may be called, and how many there may be. */
interface Rule {
  kind: 'severity' | 'status'
  path: string
  name: RegExp
  most: number
  /** What a new one has beside its name. */
  read(body: JsonObject): JsonObject
}

const STATUS_TYPES: readonly Json[] = ['new', 'open', 'resolved']

const RULES: readonly Rule[] = [
  {
    kind: 'severity',
    path: '/rest/severity',
    name: /^[A-Za-z0-9_-]{1,20}$/,
    most: 10,
    read: ({ color = 'grey' }) => ({ color }),
  },
  {
    kind: 'status',
    path: '/rest/container_status',
    name: /^.{1,128}$/,
    most: 30,
    read({ status_type: type = null }) {
      if (!STATUS_TYPES.includes(type)) throw new Failure(400, 'Invalid value for "status_type"')
      return { status_type: type }
    },
  },
]

/**
 * Severities and statuses one by one. A deleted one is switched off: the record stays and the same name brings it back.
 * All texts are unverified.
 */
export function createWordRoutes(soar: Soar): Route[] {
  return RULES.flatMap((rule): Route[] => {
    const table = soar.tables[rule.kind]
    return [
      { method: 'get', path: `${rule.path}/:id`, answer: ({ params }) => reply(find(table, params.id)) },
      {
        method: 'post',
        path: rule.path,
        answer: call => reply(addWord(table, rule, call)),
      },
      {
        method: 'delete',
        path: `${rule.path}/:id`,
        answer(call) {
          const word = find(table, call.params.id)
          table.update(word, { disabled: true, modified_time: readNow() })
          call.note({ effect: `${rule.kind}.deleted`, container: null, [rule.kind]: word.id })
          return reply({ success: true })
        },
      },
    ]
  })
}

function addWord(table: Table, rule: Rule, call: Call): JsonObject {
  const body = requireObject(call.body)
  const { name } = body
  if (typeof name !== 'string' || !rule.name.test(name)) throw new Failure(400, 'Invalid value for "name"')
  const known = findWord(table, name)
  if (known !== undefined && known.disabled !== true) throw new Failure(400, `"${name}" already exists`)
  const active = [...table.rows()].filter(({ disabled }) => disabled !== true)
  if (active.length >= rule.most) throw new Failure(400, `There can be ${rule.most} at most`)
  const now = readNow()
  const fields = { ...rule.read(body), disabled: false, modified_time: now }
  if (known !== undefined) table.update(known, fields)
  const word =
    known ??
    table.insert({ name, is_default: false, order: active.length, is_mutable: true, create_time: now, ...fields })
  call.note({ effect: `${rule.kind}.created`, container: null, [rule.kind]: word.id })
  return { success: true, id: word.id }
}

function find(table: Table, id: string | undefined): Row {
  const word = table.find(readId(id))
  if (word === undefined) throw notFound()
  return word
}

import { createHash } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import { formatTime } from '../format-time'
import type { Account, Instance } from '../instance'
import type { Ledger } from '../ledger'
import type { Random } from '../random'
import type { Row, Table } from '../tables/table'
import { dropFile } from './changes'

/** A file for a record. */
export interface NewFile {
  table: Table
  sysId: string
  name: string
  contentType: string
  bytes: Buffer
}

/** Files and their bytes; the records they belong to do not change. */
export interface Attachments {
  add(file: NewFile, account: Account): Row
  /** All its bytes. */
  read(file: Row): Buffer
  remove(file: Row, account: Account): void
}

export interface AttachmentParts {
  instance: Instance
  ledger: Ledger
  random: Random
}

/** Bytes are kept in pieces, as the platform does. */
const PIECE_BYTES = 700_000

export function createAttachments({ instance, ledger, random }: AttachmentParts): Attachments {
  const note = (effect: string, { table_name, table_sys_id, sys_id, file_name }: Row, account: Account) =>
    ledger.note(effect, { table: table_name, element_id: table_sys_id, sys_id, file_name, by: account.name })
  return {
    add: (file, account) => {
      const row = { sys_id: random.hex(32), ...describeFile(file), ...stampFile(instance.now(), account.name) }
      instance.putRow('sys_attachment', row)
      for (const [position, piece] of cutBytes(file.bytes).entries()) {
        instance.putRow('sys_attachment_doc', {
          sys_id: random.hex(32),
          sys_attachment: row.sys_id,
          position: String(position),
          length: String(piece.length),
          data: piece.toString('base64'),
        })
      }
      note('attachment.added', row, account)
      return row
    },
    read: ({ sys_id = '' }) => {
      const pieces = instance.findRowsBy('sys_attachment_doc', 'sys_attachment', sys_id) ?? []
      return Buffer.concat(pieces.map(({ data = '' }) => Buffer.from(data, 'base64')))
    },
    remove: (file, account) => {
      dropFile(instance, file)
      note('attachment.deleted', file, account)
    },
  }
}

function describeFile({ table, sysId, name, contentType, bytes }: NewFile): Row {
  return {
    table_name: table.name,
    table_sys_id: sysId,
    file_name: name,
    content_type: contentType,
    size_bytes: String(bytes.length),
    size_compressed: String(gzipSync(bytes).length),
    compressed: 'true',
    state: 'available',
    hash: createHash('sha256').update(bytes).digest('hex'),
  }
}

function stampFile(nowMs: number, by: string) {
  const at = formatTime(nowMs)
  return { sys_created_on: at, sys_created_by: by, sys_updated_on: at, sys_updated_by: by, sys_mod_count: '0' }
}

function cutBytes(bytes: Buffer): Buffer[] {
  const count = Math.ceil(bytes.length / PIECE_BYTES)
  return Array.from({ length: count }, (_, i) => bytes.subarray(i * PIECE_BYTES, (i + 1) * PIECE_BYTES))
}

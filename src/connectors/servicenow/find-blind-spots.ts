import { isBridgeError } from '../../errors'
import { readFileWindow } from './attachment-api'
import { entryColumns, type TalkParts } from './list-talk'
import { type RowWindow, readWindow } from './table-api'

/** What our user may not read of what people say and attach. */
export async function findBlindSpots({ call, tables }: TalkParts): Promise<string[]> {
  const window = { limit: 10, offset: 0 }
  const table = 'sys_journal_field'
  const entries = { ...window, table, fields: entryColumns, query: `nameIN${tables.join(',')}` }
  const spots: [isBlind: boolean, says: string][] = [
    [
      await isBlind(readWindow(call, entries)),
      'our user may not read sys_journal_field: work notes and comments are read as one text, without their ids',
    ],
    [
      await isBlind(readFileWindow(call, { ...window, query: `table_nameIN${tables.join(',')}` })),
      'our user may not read sys_attachment: files of tickets do not reach SOAR',
    ],
  ]
  return spots.flatMap(([isOne, says]) => (isOne ? [says] : []))
}

/** Refused, or counted and not shown. */
async function isBlind(reading: Promise<RowWindow>): Promise<boolean> {
  try {
    const { rows, total } = await reading
    return rows.length === 0 && (total ?? 0) > 0
  } catch (error) {
    if (isBridgeError(error) && error.code === 'forbidden') return true
    throw error
  }
}

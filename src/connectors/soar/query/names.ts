import { BridgeError } from '../../../errors'

const longestPath = 200
const column = /^[A-Za-z][A-Za-z0-9_.]*$/
/** What follows the column: another column, a key of a JSON column, an operator. */
const step = /^[A-Za-z0-9.-]+(?:_[A-Za-z0-9.-]+)*$/

/** A path of a filter, `column__step__operator`, safe as the name of a parameter. */
export function checkPath(path: string): string {
  const [first = '', ...steps] = path.split('__')
  if (path.length <= longestPath && column.test(first) && !first.endsWith('_') && steps.every(one => step.test(one))) {
    return path
  }
  throw new BridgeError('rejected', 'A SOAR filter names a field that cannot exist', { code: 'bad-filter' })
}

/** SOAR sorts by top-level columns and by `custom_fields.<name>`. */
export function checkSort(name: string): string {
  if (/^(?:custom_fields\.[A-Za-z0-9_ -]{1,100}|[A-Za-z][A-Za-z0-9_]{0,99})$/.test(name)) return name
  throw new BridgeError('rejected', 'A SOAR list is sorted by a field that cannot exist', { code: 'bad-filter' })
}

const NUMBER = /^-?\d{1,15}$/

/** Numbers by size, all else (dates too) by its characters. */
export function compareValues(a: string, b: string): number {
  return NUMBER.test(a) && NUMBER.test(b) ? Number(a) - Number(b) : compareText(a, b)
}

/** The same with one value, again and again. */
export function createComparison(bound: string): (value: string) => number {
  const size = NUMBER.test(bound) ? Number(bound) : undefined
  if (size === undefined) return value => compareText(value, bound)
  return value => (NUMBER.test(value) ? Number(value) - size : compareText(value, bound))
}

/** The order of many values by their places: as numbers where all of them are, empty ones first. */
export function createOrder(values: string[]): (i: number, j: number) => number {
  const areNumbers = values.every(value => value === '' || NUMBER.test(value))
  if (!areNumbers) return (i, j) => compareText(values[i] ?? '', values[j] ?? '')
  const sizes = Float64Array.from(values, value => (value === '' ? -Infinity : Number(value)))
  return (i, j) => {
    const [a = 0, b = 0] = [sizes[i], sizes[j]]
    return a < b ? -1 : a > b ? 1 : 0
  }
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

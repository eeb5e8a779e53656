const NUMBER = /^-?\d{1,15}$/

/** Numbers by size, all else (dates too) by its characters. */
export function compareValues(a: string, b: string): number {
  if (NUMBER.test(a) && NUMBER.test(b)) return Number(a) - Number(b)
  return a < b ? -1 : a > b ? 1 : 0
}

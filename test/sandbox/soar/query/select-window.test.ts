import fc from 'fast-check'
import { selectWindow } from '../../../../src/sandbox/soar/query/select-window'

describe('a window of an order', () => {
  it('is what sorting all would have left there, wherever it lies', () => {
    const property = fc.property(fc.uniqueArray(fc.integer()), fc.nat(60), fc.nat(60), (items, start, length) => {
      const compare = (a: number, b: number): number => a - b
      const before = [...items]
      const window = selectWindow(items, compare, { start, end: start + length })
      expect(window).toEqual([...items].sort(compare).slice(start, start + length))
      expect(items).toEqual(before)
    })
    fc.assert(property, { numRuns: 500 })
  })

  it('looks at few of many', () => {
    let compared = 0
    const countingCompare = (a: number, b: number): number => {
      compared += 1
      return a - b
    }
    const items = Array.from({ length: 50_000 }, (_, n) => (n * 7_919) % 50_000)
    const window = selectWindow(items, countingCompare, { start: 0, end: 10 })
    expect(window).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9])
    expect(compared).toBeLessThan(500_000)
  })
})

import { exceptions } from './support/exceptions'
import { ceilings, checkFileLines, checkSizes, testFileLines } from './support/sizes'
import { readSources } from './support/source-files'
import { judgeViolations, nameOf } from './support/violation'

const lines = (count: number, line = '  work()') => Array(count).fill(line).join('\n')

function plant(text: string, path = 'src/flows/planted.ts'): string[] {
  return checkSizes([{ path, text }]).map(nameOf)
}

test('files, functions, parameters, imports and nesting keep below their ceilings', () => {
  expect(judgeViolations(checkSizes(readSources('src', 'migrations')), exceptions.sizes)).toEqual([])
})

test('test files keep below theirs', () => {
  expect(judgeViolations(checkFileLines(readSources('test'), testFileLines), [])).toEqual([])
})

test('a file one line too long is found', () => {
  expect(plant(`${lines(ceilings.fileLines)}\n`)).toEqual([])
  expect(plant(`${lines(ceilings.fileLines + 1)}\n`)).toEqual(['src/flows/planted.ts: has more than 300 lines'])
})

test('a function one line too long is found, whatever its form', () => {
  const inside = lines(ceilings.functionLines - 1)
  const found = ['src/flows/planted.ts: planted has more than 50 lines']
  expect(plant(`function planted() {\n${lines(ceilings.functionLines - 2)}\n}`)).toEqual([])
  expect(plant(`function planted() {\n${inside}\n}`)).toEqual(found)
  expect(plant(`const planted = () => {\n${inside}\n}`)).toEqual(found)
  expect(plant(`class Plants {\n  planted() {\n${inside}\n  }\n}`)).toEqual(found)
  expect(plant(`export const x = { planted: async () => {\n${inside}\n} }`)).toEqual(found)
  expect(plant(`call(() => {\n${inside}\n})`)).toEqual(['src/flows/planted.ts: a function has more than 50 lines'])
})

test('a fourth parameter is found', () => {
  const found = ['src/flows/planted.ts: planted has more than 3 parameters']
  expect(plant('function planted(a: 1, b: 2, c: 3) {}')).toEqual([])
  expect(plant('function planted(this: object, a: 1, b: 2, c: 3) {}')).toEqual([])
  expect(plant('function planted(a: 1, b: 2, c: 3, d: 4) {}')).toEqual(found)
  expect(plant('const planted = (a: 1, b: 2, c: 3, d?: 4) => {}')).toEqual(found)
  expect(plant('interface Plants { planted(a: 1, b: 2, c: 3, d: 4): void }')).toEqual(found)
  expect(plant('class Plants { constructor(a: 1, b: 2, c: 3, d: 4) {} }')).toHaveLength(1)
})

test('a function that others shape may take the parameters they give', () => {
  expect(plant('app.use((error, request, response, next) => next(error))')).toEqual([])
})

test('an eleventh import is found, except in the wiring', () => {
  const imports = Array.from({ length: 11 }, (_, index) => `import { x${index} } from './x${index}'`)
  expect(plant(imports.slice(1).join('\n'))).toEqual([])
  expect(plant(imports.join('\n'))).toEqual(['src/flows/planted.ts: has more than 10 imports'])
  expect(plant(imports.join('\n'), 'src/bridge-work.ts')).toEqual([])
})

test('a fourth level of branches and loops is found; a function within starts again', () => {
  const three = 'for (const a of b) { if (a) { while (c) { HERE } } }'
  expect(plant(three.replace('HERE', 'work()'))).toEqual([])
  expect(plant(three.replace('HERE', 'if (d) work()'))).toEqual(['src/flows/planted.ts: nests deeper than 3'])
  expect(plant(three.replace('HERE', 'run(() => { if (d) work() })'))).toEqual([])
  expect(plant('if (a) {} else if (b) {} else if (c) {} else if (d) {} else if (e) {}')).toEqual([])
})

test('an exception is overlooked as long as it is needed, and fails once it is cured', () => {
  const violations = checkSizes([{ path: 'src/a.ts', text: lines(301) }])
  const exception = 'src/a.ts: has more than 300 lines'
  expect(judgeViolations(violations, [])).toHaveLength(1)
  expect(judgeViolations(violations, [exception])).toEqual([])
  expect(judgeViolations([], [exception])).toEqual([expect.stringContaining('is cured: take it off the list')])
})

test('the lists of exceptions are empty', () => {
  expect(Object.values(exceptions).flat()).toEqual([])
})

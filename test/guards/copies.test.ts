import { checkCopies } from './support/copies'
import { listFolders, readSources, type SourceFile } from './support/source-files'
import { judgeViolations, nameOf } from './support/violation'

const sandboxes = listFolders('src/sandbox')
const files = readSources('src/sandbox')

function plant(change: (file: SourceFile) => SourceFile[]): string[] {
  return checkCopies(files.flatMap(change), sandboxes).map(nameOf)
}

test('every sandbox has the same stage, letter for letter', () => {
  expect(files.filter(({ path }) => path.includes('/soar/stage/')).length).toBeGreaterThan(10)
  expect(judgeViolations(checkCopies(files, sandboxes), [])).toEqual([])
})

test('a scenario that one sandbox alone knows is found', () => {
  const path = 'src/sandbox/soar/stage/catalog.ts'
  const found = plant(file => [file.path === path ? { path, text: file.text.replace('jitterMs', 'wobbleMs') } : file])
  expect(found).toEqual([`${path}: is not the copy that the other sandboxes have`])
})

test('a part that one sandbox misses is found', () => {
  const path = 'src/sandbox/jira/ledger.ts'
  expect(plant(file => (file.path === path ? [] : [file]))).toEqual([
    `${path}: is not the copy that the other sandboxes have`,
  ])
})

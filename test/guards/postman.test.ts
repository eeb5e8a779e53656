import { readFileSync } from 'node:fs'
import { collectionFile, generatePostmanCollection } from '../support/postman-collection'

const remedy = 'after a change of the contract: npm run build && node dist/test/support/write-postman.js'

test('the Postman collection is what the contract says', async () => {
  const isFresh = readFileSync(collectionFile, 'utf8') === (await generatePostmanCollection())
  expect(isFresh ? '' : remedy).toBe('')
})

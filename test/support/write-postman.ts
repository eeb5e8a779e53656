import { writeFileSync } from 'node:fs'
import { collectionFile, generatePostmanCollection } from './postman-collection'

generatePostmanCollection().then(text => writeFileSync(collectionFile, text))

import { startSoarSandbox } from '../../src/sandbox/soar/server'
import { answerParent, readInput } from '../load/child'
import { createFilledState } from './filled-state'

const { objects } = readInput<{ objects: number }>()

startSoarSandbox({ state: createFilledState(objects) }).then(({ url, token, close }) =>
  answerParent({ url, token }, close),
)

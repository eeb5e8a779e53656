import { startSoarSandbox } from '../../src/sandbox/soar/server'
import { answerParent } from '../load/child'

/** Where the row with delivery on delivers to. */
startSoarSandbox().then(({ url, token, close }) => answerParent({ url, token }, close))

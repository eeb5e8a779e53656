import type { WriteCall } from '../call'
import { createArtifactsApi } from './artifacts'
import { createCefApi } from './cef'
import { createContainersApi } from './containers'
import { createIndicatorsApi } from './indicators'
import { createListsApi } from './lists'
import { createWorkbookApi } from './workbook'
import { createWrittenApi } from './written'

/** All that SOAR holds, for one try's calls: what containers are, what hangs on them, what stands beside them. */
export type ContentApi = ReturnType<typeof createContentApi>

/**
 * The content of SOAR, typed. Every operation raises `BridgeError`: `rejected` where SOAR refuses, with a code that says
 * why where its words are known; `denied` where our user may not; `unavailable` where an answer proves nothing.
 */
export function createContentApi(call: WriteCall) {
  return {
    containers: createContainersApi(call),
    artifacts: createArtifactsApi(call),
    ...createWrittenApi(call),
    workbook: createWorkbookApi(call),
    indicators: createIndicatorsApi(call),
    cef: createCefApi(call),
    lists: createListsApi(call),
  }
}

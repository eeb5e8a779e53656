import { STATUS_CODES } from 'node:http'
import { TEXT, TIMES } from '../stage/option'
import type { OwnScenario, Voice } from '../stage/voice'
import { sendPage, sendReply } from './exchange'
import type { Json } from './json'

/** How SOAR, and nginx or a proxy before it, speak when they refuse. */
export const soarVoice: Voice = {
  own: { 'failed-200': createFailedWith200(), 'artifact-partial': createPartialArtifacts() },
  // SOAR itself knows no 429.
  throttle: (response, retryAfter) => {
    if (retryAfter !== undefined) response.setHeader('retry-after', retryAfter)
    sendPage(response, { status: 429, title: '429 Too Many Requests' })
  },
  fail: (response, status) => sendPage(response, { status, title: `${status} ${STATUS_CODES[status] ?? 'Error'}` }),
  forbid: (_request, response) => {
    const message = 'User automation does not have permission to perform this action'
    sendReply(response, { status: 403, body: { failed: true, message } })
  },
  showPage: (response, status) => sendPage(response, { status, title: 'Splunk SOAR - Login' }),
}

function createFailedWith200(): OwnScenario {
  return {
    says: 'answers 200 with `"failed": true`',
    applied: 'no',
    options: { message: { kind: TEXT, says: 'default "Operation failed"' } },
    isAddition: false,
    isMeant: () => true,
    act: (response, { message = 'Operation failed' }) =>
      sendReply(response, { status: 200, body: { failed: true, message: message as Json } }),
  }
}

/** Inline artifacts come with `POST /rest/container` alone. */
function createPartialArtifacts(): OwnScenario {
  return {
    says: 'loses inline artifacts of a new container, and says so; goes with any other',
    applied: 'yes',
    options: { last: { kind: TIMES, says: 'so many at the end; default 1' } },
    isAddition: true,
    isMeant: ({ method, path }) => method === 'POST' && path === '/rest/container',
    act: ({ locals }, { last = 1 }) => {
      locals.lostArtifacts = Number(locals.lostArtifacts ?? 0) + Number(last)
    },
  }
}

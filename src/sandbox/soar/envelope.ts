import type { Json, JsonObject } from './json'

/** What an endpoint answers. */
export interface Reply {
  status: number
  body: Json
  /** Goes out instead of the body where it is there. */
  file?: SentFile
}

/** Raw bytes: a document of the vault, a list as CSV. */
export interface SentFile {
  type: string
  /** As which a browser would save it. */
  name: string
  bytes: Buffer
}

/** `{"failed": true, "message": …}` with a status; an endpoint throws it before it has changed anything. */
export class Failure extends Error {
  constructor(
    readonly status: number,
    message: string,
    readonly extra: JsonObject = {},
  ) {
    super(message)
  }

  get body(): JsonObject {
    return { ...this.extra, failed: true, message: this.message }
  }
}

export function reply(body: Json): Reply {
  return { status: 200, body }
}

export function replyFile(file: SentFile): Reply {
  return { status: 200, body: null, file }
}

/** The text is not verified against a real SOAR. */
export function notFound(): Failure {
  return new Failure(404, 'Requested item not found')
}

/** Runs an endpoint; a failure becomes its answer. */
export function settle(answer: () => Reply): Reply {
  try {
    return answer()
  } catch (error) {
    if (error instanceof Failure) return { status: error.status, body: error.body }
    throw error
  }
}

import type { Json } from '../domain/json'
import type { BridgeError } from '../errors'
import type { Exchange } from './connector'

export interface HttpRequest {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** Below the base address; its segments already encoded. */
  path: string
  query?: Record<string, string>
  body?: Json
  /** Bytes to send instead of a JSON body. */
  upload?: Upload
  headers?: Record<string, string>
  /** The answer is a file of at most so many bytes: it comes as `bytes`. */
  fileBytes?: number
}

/** A body that is no JSON. */
export interface Upload {
  bytes: Buffer
  contentType: string
}

export interface HttpAnswer {
  status: number
  /** Names in lower case. */
  headers: Record<string, string>
  /** Undefined where the answer has no body. */
  body: Json | undefined
  text: string
  /** The file that was asked for; only below 300. */
  bytes?: Buffer
}

export interface HttpClient {
  /** Answers whatever the status; raises `unavailable` where no readable answer came. */
  send(request: HttpRequest, onExchange?: (exchange: Exchange) => void): Promise<HttpAnswer>
}

/** The one table from a status that refuses to the kind of failure. */
export type FailureOfStatus = (status: number, headers: Record<string, string>, now: number) => BridgeError

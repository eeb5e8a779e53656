import { readFileSync } from 'node:fs'
import type { Request } from 'express'
import { parse } from 'yaml'
import type { JsonObject } from '../domain/json'
import type { Caller } from '../domain/role'
import { BridgeError } from '../errors'
import type { operations } from './contract.types'

export type OperationId = keyof operations

type ParametersOf<Id extends OperationId, Place extends string> = operations[Id] extends {
  parameters: { [K in Place]?: infer Value }
}
  ? NonNullable<Value>
  : Record<string, never>

type Responses<Id extends OperationId> = operations[Id]['responses']
type Content<Response> = Response extends { content: infer Media } ? Media[keyof Media] : never

/** One declared answer: a status of the contract with a body of its schema. */
export type Reply<Id extends OperationId> = {
  [Status in Exclude<keyof Responses<Id>, 'default'>]: {
    status: Status
    body: Content<Responses<Id>[Status]>
    contentType?: string
  }
}[Exclude<keyof Responses<Id>, 'default'>]

type BodyOf<Id extends OperationId> = operations[Id] extends { requestBody: { content: infer Media } }
  ? Media[keyof Media]
  : undefined

export interface Asked<Id extends OperationId> {
  path: ParametersOf<Id, 'path'>
  query: ParametersOf<Id, 'query'>
  /** As the contract describes it, where the operation asks for one. */
  body: BodyOf<Id>
  /** Who asks, where the operation asks for a key. */
  caller: Caller | undefined
  request: Request
}

export type Handler<Id extends OperationId> = (asked: Asked<Id>) => Promise<Reply<Id>> | Reply<Id>

/** Webhooks have a door of their own. */
export type WebhookId = Extract<OperationId, `receive${string}Webhook`>

/** The resources that scripts post enrichment to have a door of their own too. */
export type EnrichmentId = Extract<OperationId, `post${string}`>

/** One handler for each operation of the contract; a missing or misspelt one does not compile. */
export type Handlers = { [Id in Exclude<OperationId, WebhookId | EnrichmentId>]: Handler<Id> }

export interface Operation {
  id: OperationId
  method: string
  /** In Express's form. */
  route: string
}

export interface Contract {
  document: ContractDocument
  yaml: string
  operations: Operation[]
}

export interface ContractDocument {
  openapi: string
  paths: Record<string, Record<string, { operationId?: string }>>
  components: JsonObject
  [key: string]: unknown
}

export function loadContract(file: string): Contract {
  const yaml = readFileSync(file, 'utf8')
  const document = parse(yaml) as ContractDocument
  return { document, yaml, operations: operationsOf(document) }
}

/** The same contract, for some of its paths only. */
export function partOf(contract: Contract, wants: (path: string) => boolean): Contract {
  const paths = Object.entries(contract.document.paths).filter(([path]) => wants(path))
  const document = { ...contract.document, paths: Object.fromEntries(paths) }
  return { ...contract, document, operations: operationsOf(document) }
}

/** The same contract with other addresses for some of its paths, in its text too. */
export function moved(contract: Contract, addresses: readonly (readonly [from: string, to: string])[]): Contract {
  const move = (text: string) => addresses.reduce((moved, [from, to]) => moved.replaceAll(`${from}/`, `${to}/`), text)
  const paths = Object.entries(contract.document.paths).map(([path, methods]) => [move(path), methods] as const)
  const document = { ...contract.document, paths: Object.fromEntries(paths) }
  return { document, yaml: move(contract.yaml), operations: operationsOf(document) }
}

function operationsOf(document: ContractDocument): Operation[] {
  return Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).flatMap(([method, operation]) => {
      if (operation.operationId === undefined)
        throw new BridgeError('misconfigured', `${method} ${path} has no operationId`)
      return [{ id: operation.operationId as OperationId, method, route: path.replace(/\{(\w+)\}/g, ':$1') }]
    }),
  )
}

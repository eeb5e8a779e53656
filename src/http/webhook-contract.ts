import { Ajv2020 } from 'ajv/dist/2020'
import type { JsonObject } from '../domain/json'
import type { TicketSystem } from '../domain/ticket'
import { BridgeError } from '../errors'
import type { Contract, WebhookId } from './contract'

/** A door for webhooks, as the contract describes it. */
export interface Webhook {
  system: TicketSystem
  /** Its address without the connection: `/webhooks/jira/`. */
  prefix: string
  /** Security schemes; each proves by itself where a delivery comes from. */
  schemes: string[]
  meetsContract(delivery: { headers: object; body: JsonObject }): boolean
}

/** One door for each webhook of the contract; a missing or misspelt one does not compile. */
const systems: Record<WebhookId, TicketSystem> = { receiveJiraWebhook: 'jira', receiveServiceNowWebhook: 'servicenow' }

const connectionInPath = '{connection}'

interface WebhookOperation {
  operationId: string
  security?: Record<string, string[]>[]
  parameters?: object[]
}

/**
 * The webhooks of the contract, with their schemas compiled. The contract's validator of the other paths could do this
 * too; but it rewrites the request it is given, which costs a delivery more than everything else that it meets
 * (docs/benchmarks.md).
 */
export function describeWebhooks({ document }: Contract): Webhook[] {
  const ajv = new Ajv2020({ strict: false, allErrors: false }).addSchema(document, 'contract')
  return Object.entries(document.paths).flatMap(([path, methods]) => {
    const operation = methods.post as WebhookOperation | undefined
    const system = systems[operation?.operationId as WebhookId]
    if (operation === undefined || system === undefined) return []
    return [
      {
        system,
        prefix: path.slice(0, -connectionInPath.length),
        schemes: schemesOf(path, operation),
        meetsContract: compile(ajv, path, operation),
      },
    ]
  })
}

function schemesOf(path: string, { security = [] }: WebhookOperation): string[] {
  if (!path.endsWith(`/${connectionInPath}`) || security.length === 0)
    throw broken(path, 'it must end in the connection and name a security scheme')
  return security.map(alternative => {
    const [scheme, ...more] = Object.keys(alternative)
    if (scheme === undefined || more.length > 0) throw broken(path, 'each of its alternatives must be one scheme')
    return scheme
  })
}

/** Headers are checked as they come, in lower case. */
function compile(ajv: Ajv2020, path: string, { parameters = [] }: WebhookOperation): Webhook['meetsContract'] {
  const at = `contract#/paths/${pointerOf(path)}/post`
  const headers = parameters.flatMap((parameter, index) => {
    const { in: place, name } = parameter as { in?: string; name?: string }
    return place === 'header' && name !== undefined
      ? [[name.toLowerCase(), { $ref: `${at}/parameters/${index}/schema` }]]
      : []
  })
  const body = { $ref: `${at}/requestBody/content/application~1json/schema` }
  try {
    return ajv.compile({
      properties: { headers: { properties: Object.fromEntries(headers) }, body },
    }) as Webhook['meetsContract']
  } catch (cause) {
    throw broken(path, 'its schema does not compile', cause)
  }
}

function pointerOf(path: string): string {
  return encodeURIComponent(path.replaceAll('~', '~0').replaceAll('/', '~1'))
}

function broken(path: string, what: string, cause?: unknown): BridgeError {
  return new BridgeError('misconfigured', `the contract of ${path} cannot be kept: ${what}`, {
    code: 'contract-broken',
    ...(cause !== undefined && { cause }),
  })
}

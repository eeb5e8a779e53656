import { askBridge, askJson, listIn } from './ask-json'
import type { Stage } from './stage'

/** How many webhooks were sent, and how many of them the bridge kept. */
export interface Deliveries {
  jira: number
  servicenow: number
  kept: number
}

export async function countDeliveries({ jira, servicenow, bridge }: Stage): Promise<Deliveries> {
  const pushed = async (url: string) => {
    const effects = listIn(await askJson(`${url}/_sandbox/ledger`), 'effects')
    return effects.filter(({ effect }) => effect === 'webhook.pushed').length
  }
  const kept = async (connection: string) =>
    listIn(await askBridge(bridge, `/v1/receipts?connection=${connection}&limit=200`), 'items').length
  return {
    jira: await pushed(jira.url),
    servicenow: await pushed(servicenow.url),
    kept: (await kept('jira')) + (await kept('servicenow')),
  }
}

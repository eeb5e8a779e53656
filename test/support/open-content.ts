import { type ContentApi, createContentApi } from '../../src/connectors/soar/content/content-api'
import type { SoarSandboxOptions } from '../../src/sandbox/soar/options'
import { callSoar } from './soar-call'
import { openFilledSoar } from './soar-container'
import type { OpenedSoar } from './soar-sandbox'

export interface OpenedContent {
  soar: OpenedSoar
  /** As the automation user. */
  content: ContentApi
  /** As a person, who may delete. */
  asAdmin: ContentApi
}

/** The client's content, in front of a sandbox with two containers and an artifact. */
export async function openContent(options: SoarSandboxOptions = {}): Promise<OpenedContent> {
  const soar = await openFilledSoar(options)
  const user = { user: 'soar_local_admin', password: 'password' }
  return {
    soar,
    content: createContentApi(callSoar({ url: soar.url, token: soar.token })),
    asAdmin: createContentApi(callSoar({ url: soar.url, user })),
  }
}

export async function collect<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const all: Item[] = []
  for await (const item of items) all.push(item)
  return all
}

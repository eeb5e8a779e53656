import type { Json, JsonObject } from '../../src/domain/json'
import type { SoarSandboxOptions } from '../../src/sandbox/soar/options'
import { randomFrom } from './shuffle'

/** Numbers and choices that a seed decides. */
export interface Dice {
  below(limit: number): number
  chance(share: number): boolean
  pick<Item>(items: readonly Item[]): Item
}

export function createDice(seed: number): Dice {
  const random = randomFrom(seed)
  const below = (limit: number): number => Math.floor(random() * limit)
  return {
    below,
    chance: share => random() < share,
    pick: items => items[below(items.length)] as (typeof items)[number],
  }
}

/** What SOAR holds, as it holds it: foreign objects by their ids, statuses by their names. */
export interface QueryWorld {
  containers: JsonObject[]
  artifacts: JsonObject[]
  users: { id: number; username: string }[]
  statuses: { id: number; name: string }[]
  options: SoarSandboxOptions
}

export const words = [
  'Alpha',
  'alphabet',
  'BETA',
  'beta-2',
  'Gamma ray',
  'délta',
  'ÉCLAIR',
  'x"y',
  "it's",
  'back\\slash',
  'two\nlines',
  '100%',
  'a,b AND c=1',
  '{"a": 1}',
  '',
  '\u{1f600} smile',
  'tab\tbed',
  '[1, 2]',
  'None',
  'a1e2t3',
]
const tags = ['vip', 'VIP', 'phish', 'x y', '"q"']
const addresses = ['10.0.0.1', '10.0.0.2', '192.168.1.1', '::1']

export function createQueryWorld(seed: number): QueryWorld {
  const dice = createDice(seed)
  const containers = Array.from({ length: 40 }, (_, n) => describeContainer(dice, n + 1))
  const artifacts = Array.from({ length: 70 }, (_, n) => describeArtifact(dice, n + 1, containers.length))
  return {
    containers,
    artifacts,
    users: [
      { id: 3, username: 'ada' },
      { id: 4, username: 'Bob' },
      { id: 5, username: 'eve "x"' },
    ],
    statuses: [
      { id: 1, name: 'new' },
      { id: 2, name: 'open' },
      { id: 3, name: 'closed' },
    ],
    options: {
      users: [{ username: 'ada' }, { username: 'Bob' }, { username: 'eve "x"' }],
      state: { containers, artifacts, next: { container: containers.length + 1, artifact: artifacts.length + 1 } },
    },
  }
}

function describeContainer(dice: Dice, id: number): JsonObject {
  return {
    id,
    name: `${dice.pick(words)}${dice.chance(0.3) ? ` ${dice.below(30)}` : ''}`,
    description: maybe(dice, () => dice.pick(words)),
    label: dice.pick(['events', 'incident']),
    sensitivity: dice.pick(['white', 'green', 'amber', 'red']),
    severity: dice.pick(['high', 'medium', 'low']),
    status: dice.pick(['new', 'open', 'closed']),
    source_data_identifier: `sdi-${dice.below(40)}`,
    owner: maybe(dice, () => dice.pick([3, 4, 5])),
    asset: maybe(dice, () => dice.below(4) + 1),
    artifact_count: dice.below(6),
    in_case: dice.chance(0.4),
    create_time: pickInstant(dice),
    due_time: maybe(dice, () => pickInstant(dice)),
    container_update_time: maybe(dice, () => pickInstant(dice)),
    tags: tags.filter(() => dice.chance(0.4)),
    custom_fields: {
      ...(dice.chance(0.8) && { rank: dice.chance(0.5) ? dice.below(10) : dice.below(40) / 4 }),
      ...(dice.chance(0.8) && { zone: dice.pick(words) }),
    },
  }
}

function describeArtifact(dice: Dice, id: number, containers: number): JsonObject {
  return {
    id,
    name: dice.pick(words),
    type: maybe(dice, () => dice.pick(['host', 'user', 'file'])),
    label: dice.pick(['event', 'ticket']),
    severity: dice.pick(['high', 'medium', 'low']),
    container: dice.below(containers) + 1,
    source_data_identifier: maybe(dice, () => `a-${dice.below(60)}`),
    has_note: dice.chance(0.3),
    create_time: pickInstant(dice),
    update_time: pickInstant(dice),
    tags: tags.filter(() => dice.chance(0.3)),
    cef: {
      ...(dice.chance(0.8) && { sourceAddress: dice.pick(addresses) }),
      ...(dice.chance(0.6) && { nested: { port: dice.pick([22, 80, 443, 8080]) } }),
    },
  }
}

function maybe(dice: Dice, value: () => Json): Json {
  return dice.chance(0.25) ? null : value()
}

/** Within a few years, often on the same day, at times that do not fall together with whole hours. */
function pickInstant(dice: Dice): string {
  const day = Date.UTC(2023 + dice.below(4), dice.below(12), dice.below(28) + 1)
  return new Date(day + dice.below(1_440) * 60_000 + dice.below(60_000)).toISOString().replace('Z', '000Z')
}

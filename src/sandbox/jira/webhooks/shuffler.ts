import type { Random } from '../../stage/random'

/** Holds what is to be sent back until there is a pause, then lets it go in an order of the seed. */
export interface Shuffler<Item> {
  hold(item: Item): void
  held(): number
  /** Lets all go at once. */
  release(): void
  /** Forgets all. */
  drop(): void
}

/** A pause in what comes in, or so many held, ends the wait. */
const PAUSE_MS = 100
const MAX_HELD = 64

export function createShuffler<Item>(random: Random, send: (item: Item) => void): Shuffler<Item> {
  const items: Item[] = []
  let timer: NodeJS.Timeout | undefined
  const release = () => {
    clearTimeout(timer)
    while (items.length > 0) {
      for (const item of items.splice(Math.floor(random.next() * items.length), 1)) send(item)
    }
  }
  return {
    hold: item => {
      items.push(item)
      clearTimeout(timer)
      if (items.length >= MAX_HELD) release()
      else timer = setTimeout(release, PAUSE_MS).unref()
    },
    held: () => items.length,
    release,
    drop: () => {
      clearTimeout(timer)
      items.length = 0
    },
  }
}

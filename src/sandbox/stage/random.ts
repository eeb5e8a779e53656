import { createHash } from 'node:crypto'

/** The sandbox's only chance: the same seed gives the same run. Each use has a stream of its own. */
export interface Random {
  /** In [0, 1). */
  next(): number
  /** Lower-case hex, at most 64 characters. */
  hex(length: number): string
  /** How often it was drawn from. */
  drawn(): number
  /** Starts over, or goes on where another run had drawn so often. */
  rewind(drawn?: number): void
}

export function createRandom(seed: number, stream: string): Random {
  let drawn = 0
  const draw = () => createHash('sha256').update(`${seed}:${stream}:${drawn++}`).digest()
  return {
    next: () => draw().readUInt32BE(0) / 2 ** 32,
    // Cut as bytes: a cut string would stay a part of the longer one, and compare slowly.
    hex: length =>
      draw()
        .toString('hex', 0, Math.ceil(length / 2))
        .slice(0, length),
    drawn: () => drawn,
    rewind: (to = 0) => {
      drawn = to
    },
  }
}

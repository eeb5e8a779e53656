import type { Clock } from '../domain/clock'
import { networkOf } from './ip-address'

const windowMs = 60_000
/** Accounts, and addresses, that are counted at once; the oldest make room. */
const mostCounted = 10_000

/** Who tries to log in: an account, existing or not, from an address. */
export interface LoginTry {
  account: string
  address: string
}

export interface LoginThrottle {
  /** Epoch milliseconds until which this account or address has failed often enough, or null. */
  heldUntil(login: LoginTry): number | null
  noteFailure(login: LoginTry): void
}

/** Counts failed logins a minute, by account and by address, each on its own. */
export function createLoginThrottle({ now }: Pick<Clock, 'now'>, failuresPerMinute: number): LoginThrottle {
  const accounts = createCounter(now)
  const addresses = createCounter(now)
  return {
    heldUntil: ({ account, address }) => {
      const counts = [accounts.read(account), addresses.read(networkOf(address))]
      const held = counts.filter(({ failures }) => failures >= failuresPerMinute)
      return held.length === 0 ? null : Math.max(...held.map(({ endsAt }) => endsAt))
    },
    noteFailure: ({ account, address }) => {
      accounts.add(account)
      addresses.add(networkOf(address))
    },
  }
}

interface Count {
  failures: number
  endsAt: number
}

function createCounter(now: () => number) {
  const counts = new Map<string, Count>()
  const read = (name: string): Count => {
    const count = counts.get(name)
    return count === undefined || count.endsAt <= now() ? { failures: 0, endsAt: now() + windowMs } : count
  }
  return {
    read,
    add: (name: string) => {
      const { failures, endsAt } = read(name)
      const [oldest] = counts.keys()
      if (counts.size >= mostCounted && !counts.has(name) && oldest !== undefined) counts.delete(oldest)
      counts.set(name, { failures: failures + 1, endsAt })
    },
  }
}

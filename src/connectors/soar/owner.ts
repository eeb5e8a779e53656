import type { Clock } from '../../domain/clock'
import type { JsonObject } from '../../domain/json'
import { isBridgeError } from '../../errors'
import { readId } from './answer'
import type { ReadCall } from './call'
import { findUsers } from './users'

const keepMs = 600_000
const mostRemembered = 1_000

/** Who an owner's name stands for: a user's number, or null with the reason. */
export interface ResolvedOwner {
  id: number | null
  note?: string
}

export interface Owners {
  /** By user name, and by e-mail address where the text is one. Exact, never guessed; remembered for ten minutes. */
  resolve(call: ReadCall, owner: string): Promise<ResolvedOwner>
}

export function createOwners(clock: Pick<Clock, 'now'>): Owners {
  const remembered = new Map<string, { at: number; resolved: ResolvedOwner }>()

  function remember(owner: string, resolved: ResolvedOwner): void {
    remembered.delete(owner)
    for (const oldest of remembered.keys()) {
      if (remembered.size < mostRemembered) break
      remembered.delete(oldest)
    }
    remembered.set(owner, { at: clock.now(), resolved })
  }

  return {
    async resolve(call, owner) {
      const known = remembered.get(owner)
      if (known !== undefined && clock.now() - known.at < keepMs) return known.resolved
      const resolved = await lookUpOwner(call, owner)
      remember(owner, resolved)
      return resolved
    },
  }
}

/** A right that we lack costs the owner only, not the whole connection. */
async function lookUpOwner(call: ReadCall, owner: string): Promise<ResolvedOwner> {
  try {
    const users = [...(await findByName(call, owner)), ...(owner.includes('@') ? await findByEmail(call, owner) : [])]
    const ids = new Set(users.flatMap(user => readId(user.id) ?? []))
    const [id] = ids
    if (id !== undefined && ids.size === 1) return { id: Number(id) }
    return { id: null, note: ids.size === 0 ? 'owner: SOAR has no such user' : 'owner: several SOAR users match' }
  } catch (error) {
    if (isBridgeError(error) && error.code === 'forbidden') return { id: null, note: 'owner: we may not read users' }
    throw error
  }
}

async function findByName(call: ReadCall, name: string): Promise<JsonObject[]> {
  const users = await findUsers(call, { field: 'username', value: name })
  return users.filter(user => user.username === name)
}

async function findByEmail(call: ReadCall, email: string): Promise<JsonObject[]> {
  const users = await findUsers(call, { field: 'email__iexact', value: email })
  return users.filter(user => typeof user.email === 'string' && user.email.toLowerCase() === email.toLowerCase())
}

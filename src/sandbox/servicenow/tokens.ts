import type { Random } from '../stage/random'
import type { Switchboard } from './switches'

/** The application that may ask for tokens. */
export interface OAuthClient {
  id: string
  secret: string
}

/** The platform's answer to a token request. */
export interface TokenGrant {
  access_token: string
  refresh_token?: string
  scope: string
  token_type: 'Bearer'
  /** Seconds. */
  expires_in: number
}

/** Tokens of `/oauth_token.do`. They expire on the sandbox's clock. */
export interface Tokens {
  readonly client: OAuthClient
  /** With a refresh token for who logged in with a password, without one for the application itself. */
  grant(user: string, isRefreshable: boolean): TokenGrant
  /** A new access token for a refresh token that lives; the refresh token stays. */
  refresh(refreshToken: string): TokenGrant | undefined
  /** The user of an access token that lives. */
  findUser(accessToken: string): string | undefined
  clear(): void
}

export interface TokenParts {
  client: OAuthClient
  random: Random
  switches: Switchboard
  now: () => number
}

interface Held {
  user: string
  /** Epoch milliseconds. */
  endsAt: number
}

export function createTokens({ client, random, switches, now }: TokenParts): Tokens {
  const access = new Map<string, Held>()
  const refreshing = new Map<string, Held>()
  const keep = (tokens: Map<string, Held>, user: string, lifeS: number) => {
    const token = random.hex(64)
    tokens.set(token, { user, endsAt: now() + lifeS * 1000 })
    return token
  }
  const find = (tokens: Map<string, Held>, token: string) => {
    const held = tokens.get(token)
    return held !== undefined && held.endsAt > now() ? held.user : undefined
  }
  const issue = (user: string, refreshToken: string | undefined): TokenGrant => {
    const { tokenLifeS } = switches.read()
    return {
      access_token: keep(access, user, tokenLifeS),
      ...(refreshToken !== undefined && { refresh_token: refreshToken }),
      scope: 'useraccount',
      token_type: 'Bearer',
      expires_in: tokenLifeS,
    }
  }
  return {
    client,
    grant: (user, isRefreshable) =>
      issue(user, isRefreshable ? keep(refreshing, user, switches.read().refreshLifeS) : undefined),
    refresh: refreshToken => {
      const user = find(refreshing, refreshToken)
      return user === undefined ? undefined : issue(user, refreshToken)
    },
    findUser: accessToken => find(access, accessToken),
    clear: () => {
      access.clear()
      refreshing.clear()
    },
  }
}

import type { Command } from 'commander'
import { createAuditCommand } from './audit'
import { createKeyCommand, type KeyParts } from './key'
import { createUserCommand, type UserParts } from './user'

export type AccountParts = KeyParts & UserParts

/** Who may do what, and who did: `user`, `key`, `audit`. */
export function createAccountCommands(parts: AccountParts): Command[] {
  return [createUserCommand(parts), createKeyCommand(parts), createAuditCommand(parts)]
}

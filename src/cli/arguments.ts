import { Command, InvalidArgumentError, Option } from 'commander'
import { type Role, roles } from '../domain/role'

/** Where commands look when the command line does not say. */
export interface Defaults {
  /** `BRIDGE_CONFIG`, else `bridge.yaml`. */
  configFile: string
}

/** A command with a line of explanation and an example, as every command has. */
export function createCommand(name: string, words: { summary: string; example: string }): Command {
  return new Command(name)
    .summary(words.summary)
    .description(words.summary)
    .addHelpText('after', `\nExample:\n  ${words.example.replaceAll('\n', '\n  ')}`)
}

export function configOption({ configFile }: Defaults): Option {
  return new Option('--config <file>', 'the configuration; also BRIDGE_CONFIG').default(configFile)
}

export function jsonOption(): Option {
  return new Option('--json', 'JSON for machines, one object a line').default(false)
}

export function limitOption(fallback: number): Option {
  return new Option('--limit <n>', 'so many at most').argParser(wholeNumber({ min: 1, max: 100_000 })).default(fallback)
}

/** Reads a whole number within bounds; anything else is a mistake in the command line. */
export function wholeNumber({ min, max }: { min: number; max: number }): (text: string) => number {
  return text => {
    const number = Number(text)
    if (/^\d{1,9}$/.test(text) && number >= min && number <= max) return number
    throw new InvalidArgumentError(`expected a whole number from ${min} to ${max}`)
  }
}

/** Gathers the values of an option that may be given several times. */
export function gather<Value extends string>(
  isGood: (text: string) => text is Value,
  expected: string,
): (text: string, earlier: Value[] | undefined) => Value[] {
  return (text, earlier = []) => {
    if (!isGood(text)) throw new InvalidArgumentError(`expected ${expected}`)
    return [...earlier, text]
  }
}

/** What a user or key may do; asked for, since nobody gets a role by default. */
export function roleOption(): Option {
  return new Option('--role <role>', `what it may, several times for several: ${roles.join(', ')}`)
    .argParser(gather(isRole, `one of ${roles.join(', ')}`))
    .makeOptionMandatory()
}

export function tenantOption(): Option {
  return new Option('--tenant <name>', 'whose tickets it sees; `*` for those of all tenants')
}

function isRole(text: string): text is Role {
  return roles.some(role => role === text)
}

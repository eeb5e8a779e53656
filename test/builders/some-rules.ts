import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { parseRules, type Rules } from '../../src/mapping/rules'

/** Rules from a text; without one, the defaults alone. */
export function rulesFrom(text = ''): Rules {
  return parseRules(text, 'rules.yaml')
}

/** A rules file as it ships. */
export function shippedRules(name: 'jira' | 'servicenow' | 'soar' | 'results'): Rules {
  const file = `rules/${name}.yaml`
  return parseRules(readFileSync(resolve(file), 'utf8'), file)
}

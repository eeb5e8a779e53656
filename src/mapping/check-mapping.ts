import type { Rules } from './rules'

/** What the connected systems offer now; null where it was not read, and an empty list where our user may not read it. */
export interface OfferedWords {
  ticket: { statuses: readonly string[]; choices: Readonly<Record<string, readonly string[]>> } | null
  soar: { statuses: readonly string[]; severities: readonly string[] } | null
}

/** A word in the way back that a system does not offer. */
export interface MappingMistake {
  /** `toTicket.status[2].to` */
  path: string
  message: string
}

/**
 * Every word of `toTicket` that the connected systems do not offer. Of a list of statuses one will do; a field without a
 * closed choice takes any value.
 */
export function checkMapping(rules: Rules, { ticket, soar }: OfferedWords): MappingMistake[] {
  return [
    ...(ticket === null ? [] : [...checkStatuses(rules, ticket.statuses), ...checkChoices(rules, ticket.choices)]),
    ...(soar === null ? [] : checkSoar(rules, soar)),
  ]
}

function checkStatuses(rules: Rules, offered: readonly string[]): MappingMistake[] {
  if (offered.length === 0) return []
  return rules.toTicket.status.flatMap(({ to }, index) =>
    to.some(word => isOffered(word, offered))
      ? []
      : [{ path: `toTicket.status[${index}].to`, message: `${describe(offered)} none of ${to.join(', ')}` }],
  )
}

function checkChoices({ toTicket }: Rules, choices: Readonly<Record<string, readonly string[]>>): MappingMistake[] {
  const words = (['label', 'severity', 'sensitivity'] as const).flatMap(section =>
    toTicket[section].flatMap(({ field, values }, index) =>
      Object.entries(values).map(([word, value]) => ({
        path: `toTicket.${section}[${index}].values.${word}`,
        field,
        value,
      })),
    ),
  )
  const closings = toTicket.closing.flatMap(({ field, values, otherwise }, index) => [
    ...Object.entries(values).map(([word, value]) => ({
      path: `toTicket.closing[${index}].values.${word}`,
      field,
      value,
    })),
    ...(otherwise === undefined ? [] : [{ path: `toTicket.closing[${index}].otherwise`, field, value: otherwise }]),
  ])
  return [...words, ...closings].flatMap(({ path, field, value }) => {
    const offered = Object.hasOwn(choices, field) ? choices[field] : undefined
    if (offered === undefined || isOffered(value, offered)) return []
    return [{ path, message: `${describe(offered)} no ${value} for ${field}` }]
  })
}

function checkSoar({ toTicket }: Rules, soar: NonNullable<OfferedWords['soar']>): MappingMistake[] {
  const statuses = toTicket.status.map(({ soar: word }, index) => ({
    path: `toTicket.status[${index}].soar`,
    word,
    offered: soar.statuses,
  }))
  const severities = toTicket.severity.flatMap(({ values }, index) =>
    Object.keys(values).map(word => ({
      path: `toTicket.severity[${index}].values.${word}`,
      word,
      offered: soar.severities,
    })),
  )
  return [...statuses, ...severities].flatMap(({ path, word, offered }) =>
    isOffered(word, offered) ? [] : [{ path, message: `SOAR knows no ${word}: it has ${offered.join(', ')}` }],
  )
}

function describe(offered: readonly string[]): string {
  const [shown, more] = [offered.slice(0, 20), offered.length - 20]
  return `the ticketing system offers ${shown.join(', ')}${more > 0 ? ` and ${more} more` : ''}, and`
}

function isOffered(word: string, offered: readonly string[]): boolean {
  const wanted = word.trim().toLowerCase()
  return offered.some(known => known.trim().toLowerCase() === wanted)
}

import { type Command, Option } from 'commander'
import type { AuditVerification, AuditView } from '../access/audit-desk'
import { type AuditAction, auditActions } from '../domain/audit'
import { type AccountsParts, withAccounts } from './accounts'
import { configOption, createCommand, jsonOption, limitOption, wholeNumber } from './arguments'
import { collectPages } from './collect-pages'
import { exitCodes, ToldFailure } from './run-program'
import { type Column, showItems } from './table'

interface Options {
  config: string
  json: boolean
  limit: number
  action?: AuditAction
}

interface Question {
  tenant?: string
  rows?: number
  head?: string
}

const columns: Column<AuditView>[] = [
  { title: 'AT', value: entry => entry.at },
  { title: 'TENANT', value: entry => entry.tenant },
  { title: 'ROW', value: entry => entry.row },
  { title: 'CALLER', value: entry => entry.caller },
  { title: 'ACTION', value: entry => entry.action },
  { title: 'SUBJECT', value: entry => entry.subject },
  { title: 'DETAIL', value: entry => JSON.stringify(entry.detail) },
]

/** `soarbridge audit …`: who changed what, who was denied, and whether the log is as it was written. */
export function createAuditCommand(parts: AccountsParts): Command {
  return createCommand('audit', {
    summary: 'who changed what, who was denied, and whether this log is whole',
    example: 'soarbridge audit verify',
  })
    .addCommand(createList(parts))
    .addCommand(createVerify(parts))
}

function createList({ screen, defaults, openAccounts }: AccountsParts): Command {
  return createCommand('list', {
    summary: 'list the audit log, newest first',
    example: 'soarbridge audit list --action access.denied --json',
  })
    .addOption(configOption(defaults))
    .addOption(new Option('--action <action>', 'only entries of this action').choices(auditActions))
    .addOption(limitOption(50))
    .addOption(jsonOption())
    .action(async ({ config, limit, json, ...filter }: Options) => {
      const items = await withAccounts(
        () => openAccounts(config),
        accounts => collectPages(screen, limit, page => accounts.audit(filter, page)),
      )
      showItems(screen, { items, columns, isJson: json })
    })
}

function createVerify({ screen, defaults, openAccounts }: AccountsParts): Command {
  return createCommand('verify', {
    summary: 'walk the chains of the log and name the first bad row',
    example:
      'soarbridge audit verify\n# against a head that the log told (audit.head): shows rows that are missing at the end\n' +
      'soarbridge audit verify --tenant default --rows 120 --head 5f0c…',
  })
    .addOption(configOption(defaults))
    .option('--tenant <name>', 'only the chain of this tenant')
    .option('--rows <n>', 'rows that the logged head counted', wholeNumber({ min: 1, max: 999_999_999 }))
    .option('--head <hash>', 'the logged head')
    .addOption(jsonOption())
    .action(async ({ config, json, tenant, rows, head }: Options & Question) => {
      const question = {
        ...(tenant !== undefined && { tenant }),
        ...(rows !== undefined && { rows }),
        ...(head !== undefined && { head }),
      }
      const verification = await withAccounts(
        () => openAccounts(config),
        accounts => accounts.verifyAudit(question),
      )
      if (json) screen.say(JSON.stringify(verification))
      else for (const line of tellVerdicts(verification)) screen.say(line)
      if (!verification.isWhole) throw new ToldFailure(exitCodes.failed)
    })
}

function tellVerdicts({ chains }: AuditVerification): string[] {
  if (chains.length === 0) return ['nothing was written down yet']
  return chains.map(({ tenant, rows, head, firstBad }) =>
    firstBad === null
      ? `${tenant}: ${rows} rows are as they were written; head ${head}`
      : `${tenant}: row ${firstBad.row} is ${firstBad.reason}; the ${rows} before it are as they were written`,
  )
}

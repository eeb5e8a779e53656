import type { Command } from 'commander'
import { jobStates } from '../domain/job'
import { type Administration, withAdministration } from './administration'
import { configOption, createCommand, jsonOption } from './arguments'
import { type AdministeredParts, createListCommand } from './list-command'
import type { Column } from './table'

type JobItem = Awaited<ReturnType<Administration['jobs']>>['items'][number]

const columns: Column<JobItem>[] = [
  { title: 'ID', value: job => job.id },
  { title: 'KIND', value: job => job.kind },
  { title: 'STATE', value: job => job.state },
  { title: 'TRIES', value: job => job.tries },
  { title: 'LANE', value: job => job.lane },
  { title: 'UPDATED', value: job => job.updatedAt },
  { title: 'REASON', value: job => job.reason },
]

/** `soarbridge jobs …`: the work towards SOAR, and what to do with what died. */
export function createJobsCommand(parts: AdministeredParts): Command {
  const list = createListCommand(parts, {
    summary: 'list jobs, newest first',
    example: 'soarbridge jobs list --state dead --json',
    states: jobStates,
    columns,
    read: (administration, filter, page) => administration.jobs(filter, page),
  })
  return createCommand('jobs', {
    summary: 'the work towards SOAR, and what to do with dead jobs',
    example: 'soarbridge jobs list --state dead',
  })
    .addCommand(list)
    .addCommand(createAction(parts, { name: 'replay', summary: 'send dead jobs again', outcome: 'waits again' }))
    .addCommand(createAction(parts, { name: 'discard', summary: 'give dead jobs up', outcome: 'is given up' }))
}

interface Action {
  name: 'replay' | 'discard'
  summary: string
  outcome: string
}

function createAction(parts: AdministeredParts, { name, summary, outcome }: Action): Command {
  const { screen, defaults, openAdministration } = parts
  return createCommand(name, { summary, example: `soarbridge jobs ${name} 0190b2a0-0000-7000-8000-000000000003` })
    .argument('<id...>', 'ids as listed')
    .addOption(configOption(defaults))
    .addOption(jsonOption())
    .action(async (ids: string[], options: { config: string; json: boolean }) => {
      await withAdministration(
        () => openAdministration(options.config),
        async administration => {
          for (const id of ids) {
            const job = name === 'replay' ? await administration.replayJob(id) : await administration.discardJob(id)
            const { kind, lane, state } = job
            screen.say(options.json ? JSON.stringify({ id, kind, lane, state }) : `${kind} of ${lane} ${outcome}`)
          }
        },
      )
    })
}

import { requireObject } from '../body'
import { type Reply, reply } from '../envelope'
import { formatInstant } from '../instant'
import type { JsonObject } from '../json'
import { answerList } from '../query'
import type { Call, Route } from '../route'
import type { Soar } from '../soar'
import { cancelRun } from './cancel-run'
import { findRow, mapList } from './find-row'
import { repositoryOf } from './playbook-record'

/** `/rest/playbook`: listed, read, switched on and off. With `pretty` a playbook says its repository's name. */
export function createPlaybookRoutes(soar: Soar): Route[] {
  const show = (query: URLSearchParams) => (playbook: JsonObject) => {
    const script = soar.automation.scripts.get(Number(playbook.id))
    return query.has('pretty') && script !== undefined ? { ...playbook, _pretty_scm: repositoryOf(script) } : playbook
  }
  return [
    {
      method: 'get',
      path: '/rest/playbook',
      answer: ({ query }) => reply(mapList(answerList({ model: soar.models.playbook, query }), show(query))),
    },
    {
      method: 'get',
      path: '/rest/playbook/:id',
      answer: ({ params, query }) => reply(show(query)(findRow(soar.tables.playbook, params.id))),
    },
    { method: 'post', path: '/rest/playbook/:id', answer: call => updatePlaybook(soar, call) },
  ]
}

/** Only `active` can be changed; `cancel_runs` ends what is running. Anything else is ignored. */
function updatePlaybook(soar: Soar, { params, body, caller }: Call): Reply {
  const playbook = findRow(soar.tables.playbook, params.id)
  const { active, cancel_runs } = requireObject(body)
  if (typeof active === 'boolean') {
    const update_time = formatInstant(soar.automation.agenda.now())
    soar.tables.playbook.update(playbook, { active, update_time })
  }
  if (cancel_runs === true) {
    for (const id of [...(soar.tables.playbookRun.lookUp('playbook', playbook.id) ?? [])]) {
      const run = soar.tables.playbookRun.find(id)
      if (run !== undefined) cancelRun(soar, run, caller)
    }
  }
  return reply({ message: 'Operation successful', success: true })
}

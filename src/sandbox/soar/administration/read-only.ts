import { notFound, reply } from '../envelope'
import { answerList } from '../query'
import { type Route, readId } from '../route'
import type { Soar } from '../soar'

/** `/rest/role` and `/rest/tenant`: listed and read. */
export function createReadOnlyRoutes({ models, tables }: Soar): Route[] {
  return (['role', 'tenant'] as const).flatMap((kind): Route[] => [
    {
      method: 'get',
      path: `/rest/${kind}`,
      answer: ({ query }) => reply(answerList({ model: models[kind], query })),
    },
    {
      method: 'get',
      path: `/rest/${kind}/:id`,
      answer({ params }) {
        const row = tables[kind].find(readId(params.id))
        if (row === undefined) throw notFound()
        return reply(row)
      },
    },
  ])
}

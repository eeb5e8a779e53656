import type { RequestHandler, Router } from 'express'
import { createControlRefusal, createControlRouter } from '../stage/control'
import { listTokens, renewToken } from './administration/token-control'
import { requireObject } from './body'
import { type Reply, reply, settle } from './envelope'
import { sendReply } from './exchange'
import type { Json } from './json'
import type { Soar } from './soar'
import type { SoarStage } from './soar-stage'

/** `/_sandbox`: what every sandbox understands, and the tokens that only SOAR's user interface shows. */
export function createControl(soar: Soar, stage: SoarStage): Router {
  const router = createControlRouter(stage, stage.keeper)
  router.get(
    '/tokens',
    answer(() => reply(listTokens(soar))),
  )
  router.post(
    '/tokens',
    answer(body => reply(renewToken(soar, requireObject(body)))),
  )
  return router.use(createControlRefusal())
}

function answer(act: (body: Json) => Reply): RequestHandler {
  return (request, response) =>
    sendReply(
      response,
      settle(() => act(request.body ?? null)),
    )
}

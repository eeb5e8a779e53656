import express from 'express'
import { createAuthenticate, createToken } from './auth'
import { createControl } from './control'
import { startListening } from './listening'
import { createMission } from './mission'
import type { SoarSandboxOptions } from './options'
import { listRoutes } from './routes'
import { serveRoutes } from './serve'
import { createSoar } from './soar'
import { createStage } from './stage'

/** A running stand-in for Splunk SOAR. All else is asked over HTTP, below `/_sandbox`. */
export interface SoarSandbox {
  url: string
  /** The automation user's token. */
  token: string
  /** Cuts every connection; commits that are still to come are called off. */
  close(): Promise<void>
}

/**
 * Starts a SOAR that listens. It keeps its data in memory; `options.state` goes on from another one's `GET /_sandbox/state`.
 * Rejects where the port is taken.
 */
export async function startSoarSandbox(options: SoarSandboxOptions = {}): Promise<SoarSandbox> {
  const { host = '127.0.0.1', port = 0, token = createToken() } = options
  const soar = createSoar(options)
  const stage = createStage(soar.switches.seed)
  let url = ''
  const app = express().disable('x-powered-by').disable('etag')
  app.use('/_sandbox', createControl(soar, stage))
  app.use('/mission', createMission(soar))
  serveRoutes(app, { stage, routes: listRoutes(soar, () => url), authenticate: createAuthenticate(soar, token) })
  const listening = await startListening(app, { host, port })
  url = `http://${host}:${listening.port}`
  return {
    url,
    token,
    close() {
      stage.waits.callOff()
      return listening.close()
    },
  }
}

import express from 'express'
import { createGuard } from './administration/guard'
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
  /** What to trust where it speaks TLS, as PEM. */
  ca?: string
  /** Cuts every connection; commits that are still to come are called off. */
  close(): Promise<void>
}

/**
 * Starts a SOAR that listens. It keeps its data in memory; `options.state` goes on from another one's `GET /_sandbox/state`.
 * Rejects where the port is taken.
 */
export async function startSoarSandbox(options: SoarSandboxOptions = {}): Promise<SoarSandbox> {
  const { host = '127.0.0.1', port = 0, tls } = options
  const soar = createSoar(options)
  const stage = createStage(soar.switches.seed)
  let url = ''
  const app = express().disable('x-powered-by').disable('etag')
  app.use('/_sandbox', createControl(soar, stage))
  app.use('/mission', createMission(soar))
  serveRoutes(app, { stage, routes: listRoutes(soar, () => url), guard: createGuard(soar) })
  const listening = await startListening(app, { host, port, ...(tls !== undefined && { tls }) })
  url = `${listening.ca === undefined ? 'http' : 'https'}://${host}:${listening.port}`
  return {
    url,
    token: soar.token,
    ...(listening.ca !== undefined && { ca: listening.ca }),
    close() {
      stage.waits.callOff()
      soar.automation.agenda.callOff()
      return listening.close()
    },
  }
}

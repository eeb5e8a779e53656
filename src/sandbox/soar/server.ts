import express from 'express'
import { createGuard } from './administration/guard'
import { createControl } from './control'
import { startListening } from './listening'
import { createMission } from './mission'
import type { SoarSandboxOptions } from './options'
import { listRoutes } from './routes'
import { serveRoutes } from './serve'
import { createSoar } from './soar'
import { createSoarStage } from './soar-stage'

/** A running stand-in for Splunk SOAR. All else is asked over HTTP, below `/_sandbox`. */
export interface SoarSandbox {
  url: string
  /** The automation user's token. */
  token: string
  /** What to trust where it speaks TLS, as PEM. */
  ca?: string
  /** Cuts every connection, calls off commits that are still to come, and saves its state where `saveFile` says. */
  close(): Promise<void>
}

/**
 * Starts a SOAR that listens. It keeps its data in memory; `options.state` goes on from another one's `GET /_sandbox/state`.
 * Rejects where the port is taken, and with a `SetupError` for a scenario or a state that it cannot use.
 */
export async function startSoarSandbox(options: SoarSandboxOptions = {}): Promise<SoarSandbox> {
  const { host = '127.0.0.1', port = 0, tls } = options
  const soar = createSoar(options)
  const stage = createSoarStage(soar, options)
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
    async close() {
      stage.waits.callOff()
      soar.automation.agenda.callOff()
      await listening.close()
      stage.keeper.save()
    },
  }
}

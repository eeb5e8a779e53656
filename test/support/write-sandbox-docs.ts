import { readFileSync, writeFileSync } from 'node:fs'
import { renderSandboxPage, sandboxPage } from './sandbox-docs'

/** Run by hand after options changed, at the root: `npm run build && node dist/test/support/write-sandbox-docs.js`. */
writeFileSync(sandboxPage, renderSandboxPage(readFileSync(sandboxPage, 'utf8')))

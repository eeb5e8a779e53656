import { readFileSync } from 'node:fs'
import path from 'node:path'
import getAbsoluteFSPath from 'swagger-ui-dist/absolute-path'
import { BridgeError } from '../../errors'
import type { Contract, Handlers } from '../contract'

type DocsOperation = 'getContractYaml' | 'getContractJson' | 'getDocs' | 'getDocsFile'

const page = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>soarbridge API</title>
<link rel="stylesheet" href="/docs/swagger-ui.css">
<body>
<div id="api"></div>
<script src="/docs/swagger-ui-bundle.js"></script>
<script src="/docs/start.js"></script>
</body>
</html>
`

const startScript = "SwaggerUIBundle({ url: '/openapi.json', dom_id: '#api', deepLinking: true })\n"

/** The contract as it is enforced, and a page that renders it without reaching outside. */
export function createDocsHandlers({ document, yaml }: Contract): Pick<Handlers, DocsOperation> {
  const files = readFiles()
  return {
    getContractYaml: () => ({ status: 200, body: yaml, contentType: 'application/yaml' }),
    getContractJson: () => ({ status: 200, body: document as unknown as Record<string, never> }),
    getDocs: () => ({ status: 200, body: page, contentType: 'text/html' }),
    getDocsFile: ({ path: { file } }) => {
      const found = files.get(file)
      if (found === undefined) throw new BridgeError('not-found', 'there is no such file', { code: 'no-such-path' })
      return { status: 200, body: found.text, contentType: found.contentType }
    },
  }
}

function readFiles(): Map<string, { text: string; contentType: string }> {
  const folder = getAbsoluteFSPath()
  const read = (name: string) => readFileSync(path.join(folder, name), 'utf8')
  return new Map([
    ['swagger-ui.css', { text: read('swagger-ui.css'), contentType: 'text/css' }],
    ['swagger-ui-bundle.js', { text: read('swagger-ui-bundle.js'), contentType: 'text/javascript' }],
    ['start.js', { text: startScript, contentType: 'text/javascript' }],
  ])
}

import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'

const generator = path.resolve('node_modules/openapi-typescript/bin/cli.js')

/** The types of a contract as `npm run contract` writes them; a process of its own, since the generator is ESM only. */
export async function generateContractTypes(contract: string): Promise<string> {
  const folder = mkdtempSync(path.join(tmpdir(), 'soarbridge-contract-'))
  try {
    const file = path.join(folder, 'openapi.yaml')
    writeFileSync(file, contract)
    const { stdout } = await promisify(execFile)(process.execPath, [generator, file])
    return stdout
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

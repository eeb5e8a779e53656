import { parseArgs } from 'node:util'
import { benchAccess } from './access/bench-access'
import { type BenchOptions, benchIngest } from './ingest/bench-ingest'
import { benchSandbox } from './sandbox/bench-sandbox'

const usage = `npm run bench -- ingest|sandbox|access [options]

sandbox

  Times look-ups in the SOAR sandbox at 1,000 objects and at many, and every other kind of filter at many.

  --objects <n>      objects of each kind in the larger one (100,000)
  --samples <n>      samples of each look-up (300)

access

  Times wrong logins that do and do not name an account, and the memory of 100 parallel ones. Fails where a goal is missed.

  --rounds <n>       rounds of each way in (12)

ingest

  Measures durable ingest against an empty stock Express 5 handler, in one run with alternating rounds.

  --rounds <n>       rounds of each row (12)
  --seconds <n>      measured seconds of a round (2)
  --warmup <n>       seconds before the first round that do not count (5)
  --connections <n>  keep-alive connections, each with one request under way (64)
  --rows <names>     only these rows, comma-separated: raw, express, ingest, ingest-delivering
  --quick            one round of one second, to see that everything works
`

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      rounds: { type: 'string', default: '12' },
      seconds: { type: 'string', default: '2' },
      warmup: { type: 'string', default: '5' },
      connections: { type: 'string', default: '64' },
      rows: { type: 'string' },
      objects: { type: 'string', default: '100000' },
      samples: { type: 'string', default: '300' },
      quick: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  })
  if (values.help) return void process.stdout.write(usage)
  const [bench, ...others] = positionals
  if (bench === 'sandbox' && others.length === 0) {
    const objects = atLeastOne('objects', values.objects)
    return benchSandbox({ objects, samples: values.quick ? 5 : atLeastOne('samples', values.samples) })
  }
  if (bench === 'access' && others.length === 0) {
    const rounds = values.quick ? 1 : atLeastOne('rounds', values.rounds)
    return benchAccess({ rounds, floods: values.quick ? 1 : 10 })
  }
  if (bench !== 'ingest' || others.length > 0) throw new Error(`name one bench: ingest, sandbox or access\n\n${usage}`)
  const options: BenchOptions = {
    rounds: values.quick ? 1 : atLeastOne('rounds', values.rounds),
    seconds: values.quick ? 1 : atLeastOne('seconds', values.seconds),
    warmupSeconds: values.quick ? 1 : atLeastOne('warmup', values.warmup),
    connections: atLeastOne('connections', values.connections),
    ...(values.rows === undefined ? {} : { rows: values.rows.split(',') }),
  }
  await benchIngest(options)
}

function atLeastOne(name: string, text: string): number {
  const value = Number(text)
  if (!Number.isInteger(value) || value < 1 || value > 100_000) throw new Error(`--${name} takes a whole number from 1`)
  return value
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exitCode = 1
})

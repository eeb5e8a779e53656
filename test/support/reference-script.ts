/** What a printed program lacks: lines lost at `anchor`, before it or after it, or written for an older Python. */
interface Repair {
  /** The beginning of the printed line, without its indentation; it must be there once. */
  anchor: string
  before?: string[]
  after?: string[]
  instead?: string[]
}

/** Lines of a document from the one that begins with `first` up to the one that begins with `end`, without it. */
export function cutLines(document: string, first: string, end: string): string[] {
  const lines = document.replaceAll('\u00a0', ' ').split(/\r?\n/)
  const start = lines.findIndex(line => line.trimStart().startsWith(first))
  const stop = lines.findIndex((line, place) => place > start && line.trimStart().startsWith(end))
  if (start === -1 || stop === -1) throw new Error(`the document does not have the lines from ${first} to ${end}`)
  return lines.slice(start, stop)
}

/** The ingestion script of document 001, with the lines that its page lost. */
export function completeIngestScript(document: string, server: string): string {
  const lines = cutLines(document, '# This example uses the 3rd party', 'Checking for existing records')
  return repair(lines, [
    { anchor: 'AUTH_TOKEN =', after: [`PHANTOM_SERVER = '${server}'`, "ARTIFACT_LABEL = 'event'"] },
    { anchor: '"ph-auth-token"', after: ['}'] },
    { anchor: '"description"', after: ['}'] },
    { anchor: '# disable certificate warnings', after: ['requests.packages.urllib3.disable_warnings()'] },
    { anchor: "print('error adding container')", after: ['    else:'] },
    { anchor: "'hash': row[2],", after: ['  }'] },
    { anchor: "print('error adding artifact')", after: ['    else:'] },
    { anchor: 'with open(filename', instead: ["  with open(filename, newline='') as csvfile:"] },
    { anchor: 'first_row = False', after: ['        continue'] },
    { anchor: 'if not row:', after: ['        continue'] },
    { anchor: 'if not container_id:', after: ['        continue'] },
    { anchor: 'print "Filename is required"', after: ['    sys.exit(1)', '  load_data(sys.argv[1])'] },
  ])
}

/** The same script, which asks for a container of the same indicator first, as the document's next section shows. */
export function completeAskingScript(document: string, server: string): string {
  const asking = repair(cutLines(document, 'indicator_id = row[5]', 'Now the example.csv might'), [
    { anchor: 'indicator_id = row[5]', before: [`PHANTOM_SERVER_IP = '${server}'`, 'incident_id = None'] },
    { anchor: 'resp_data = response.json()', before: ['else:'] },
  ])
  const script = completeIngestScript(document, server).split('\n')
  const creation = 'container_id = add_container(row[4], row[5])'
  return repair(script, [
    {
      anchor: creation,
      before: asking.split('\n').map(line => `      ${line}`),
      instead: ['      container_id = incident_id or add_container(row[4], row[5])'],
    },
  ])
}

/** A function that says severity and sensitivity of one row, out of the document's snippet. */
export function completeClassifying(document: string): string {
  const lines = repair(cutLines(document, 'score = int(row[3])', 'Posting over REST'), [
    { anchor: "post_data['severity'] = 'low'", before: ['else:'] },
    { anchor: "post_data['sensitivity'] = 'green'", before: ['else:'] },
  ])
  const body = lines.split('\n').map(line => `  ${line}`)
  return ['def classify(row):', '  post_data = {}', ...body, '  return post_data'].join('\n')
}

/**
 * The printed rows as a CSV file. The page ran its lines into one and lost the addresses that they begin with: behind the
 * header of six columns come five of each row.
 */
export function completeRows(document: string, which: 'first' | 'second'): string {
  const printed = document.split(/\r?\n/).filter(line => line.startsWith('"IP ADDRESS"'))
  const cells = (printed[which === 'first' ? 0 : 1] ?? '').split(',').map(cell => cell.trim())
  const rows: string[] = [cells.slice(0, 6).join(',')]
  for (let at = 6; at < cells.length; at += 5) {
    rows.push([`10.0.0.${rows.length}`, ...cells.slice(at, at + 5)].join(','))
  }
  return `${rows.join('\n')}\n`
}

function repair(lines: readonly string[], repairs: readonly Repair[]): string {
  for (const { anchor } of repairs) {
    const count = lines.filter(line => line.trimStart().startsWith(anchor)).length
    if (count !== 1) throw new Error(`${anchor} is printed ${count} times`)
  }
  const whole = lines.flatMap(line => {
    const found = repairs.find(({ anchor }) => line.trimStart().startsWith(anchor))
    return [...(found?.before ?? []), ...(found?.instead ?? [line]), ...(found?.after ?? [])]
  })
  return whole.map(toPython3).join('\n')
}

/** Some statements are printed as older Pythons had them. */
function toPython3(line: string): string {
  return line.replace(/^(\s*)print (["'].*)$/, '$1print($2)')
}

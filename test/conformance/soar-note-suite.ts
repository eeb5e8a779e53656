import { buildCreate, buildNote } from '../builders/soar-commands'
import { failureOf } from '../support/http-client-stage'
import { waitUntil } from '../support/wait-until'
import { cases, titleOf } from './expected-failures'
import type { SoarSubject } from './soar-connector-suite'

type Given = () => SoarSubject

const onNotes = { method: 'POST', path: '/rest/note', times: 1 }
const { marker } = buildNote()

/** A comment of the ticket is one note, however often it is told. */
export function describeNotes(given: Given): void {
  async function open() {
    const subject = given()
    const { containerId } = await subject.connector.apply(buildCreate(), subject.sending())
    return { ...subject, note: buildNote({ containerId }) }
  }

  test('makes a note once, found by its marker, and changes it where it says something else', async () => {
    const { connector, sending, notes, note, requests } = await open()
    expect(await connector.lookUp(note, sending())).toMatchObject({ status: 'missing' })
    const { artifacts } = await connector.apply(note, sending())
    expect(artifacts).toEqual([{ sourceDataIdentifier: marker, id: '1' }])
    expect(await connector.apply(note, sending(true))).toMatchObject({ artifacts })
    const changed = { ...note, text: 'On two servers.' }
    expect(await connector.lookUp(changed, sending())).toMatchObject({ status: 'missing' })
    expect(await connector.apply({ ...changed, noteId: '1' }, sending())).toMatchObject({ artifacts })
    expect(await connector.lookUp(changed, sending())).toMatchObject({ status: 'found', applied: { artifacts } })
    expect(await notes()).toMatchObject([{ title: `${note.title} [soarbridge:${marker}]`, content: 'On two servers.' }])
    expect((await requests()).filter(request => request === 'POST /rest/note')).toHaveLength(1)
  })

  test('makes a note again that was deleted, and takes none of another container', async () => {
    const { connector, sending, notes, note, deleteNote } = await open()
    await connector.apply(note, sending())
    await deleteNote('1')
    await connector.apply({ ...note, noteId: '1' }, sending())
    expect(await notes()).toMatchObject([{ id: 2 }])
    const gone = { ...note, containerId: '4711' }
    expect(await failureOf(connector.apply(gone, sending()))).toMatchObject({ code: 'container-gone', effect: 'none' })
    const foreign = { ...note, sourceDataIdentifier: 'soarbridge:jira:1' }
    expect(await failureOf(connector.apply(foreign, sending()))).toMatchObject({ code: 'container-mismatch' })
  })

  test('lets no markup of a comment live in a note, and keeps the marker in a long title', async () => {
    const { connector, sending, notes, note } = await open()
    const text = '![x](http://evil.example/p) <b>\\[y](http://evil.example)'
    await connector.apply({ ...note, title: 'long '.repeat(99), text }, sending())
    const [made] = await notes()
    expect(made?.content).toBe('!\\[x\\](http://evil.example/p) \\<b>\\\\\\[y\\](http://evil.example)')
    expect(made?.title).toHaveLength(255)
    expect(made?.title).toMatch(new RegExp(`\\[soarbridge:${marker}\\]$`))
  })

  test('names a second note with the same marker', async () => {
    const { connector, sending, notes, note } = await open()
    await connector.apply(note, sending())
    const twin = { ...note, marker: marker.replace('a1', 'b2') }
    await connector.apply(twin, sending())
    expect(await connector.findDuplicates(note)).toEqual([])
    await connector.apply({ ...twin, marker, title: 'x', noteId: '2' }, sending())
    expect(await notes()).toHaveLength(2)
    expect(await connector.findDuplicates(note)).toEqual([{ what: 'note', found: '2', kept: '1' }])
  })

  test.each(cases.map(each => [titleOf(each.scenario), each] as const))(
    'makes a note through %s, and one in all when it is repeated',
    async (_, { scenario: wish, write = null, leaves = 0 }) => {
      const { connector, sending, scenario, notes, note } = await open()
      await scenario({ ...wish, ...onNotes })
      const applying = connector.apply(note, sending())
      if (write === null) expect(await applying).toMatchObject({ refused: [] })
      else expect(await failureOf(applying)).toMatchObject(write)
      await waitUntil('what was committed', async () => (await notes()).length === leaves)
      expect((await connector.lookUp(note, sending())).status).toBe(leaves === 1 ? 'found' : 'missing')
      await scenario({ name: 'clear' })
      await connector.apply(note, sending(true))
      expect(await notes()).toHaveLength(1)
      expect(await connector.findDuplicates(note)).toEqual([])
    },
  )
}

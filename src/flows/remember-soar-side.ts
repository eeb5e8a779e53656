import type { Applied } from '../connectors/connector'
import { type ContainerSnapshot, withWritten } from '../domain/container-snapshot'
import type { Job } from '../domain/job'
import type { Json } from '../domain/json'
import type { Link } from '../domain/link'
import type { Database } from '../store/database'
import { type SharedField, sharedFields } from './expected-sides'
import { isOfContainer } from './plan-job'
import { copyStatements } from './remember-copy'
import { ownerAsked } from './remember-owner'
import { rememberedWrites } from './remembered-writes'

export interface SoarSideInput {
  link: Link
  job: Job
  applied: Applied
  /** As it moved; null where the command does not stand as a whole. */
  base: Link['base'] | null
  newId(): string
  at: number
}

/** What SOAR's confirmation says of the fields, of a note and of a file, beside the container's own identity. */
export function rememberSoarSide(
  read: Database['read'],
  input: SoarSideInput,
): { container: ContainerSnapshot; statements: Parameters<Database['write']>[0] } {
  const { link, job, base, applied, at } = input
  const asked = base === null ? {} : writtenFields(job.command, base)
  const { owner: held } = link.container.fields
  const container = ownerAsked(link.container, {
    side: 'soar',
    written: asked,
    held: held?.value,
    notes: applied.notes,
  })
  const { owner, ...others } = asked
  // Whom SOAR does not know it does not hold.
  const isLeftOut = owner !== undefined && container.unknownOwner
  const written = isLeftOut ? others : asked
  const writes = rememberedWrites(read, { ...input, side: 'soar', written })
  // What we create is no case: one that was there already may be.
  const isNew = base !== null && job.command.kind === 'create-container' && applied.wasThere !== true
  const now = withWritten(container, written, at)
  return {
    container: isNew ? { ...now, isCase: false } : now,
    statements: [...writes, ...copyTwin(read, input)],
  }
}

function copyTwin(read: Database['read'], { link, job, applied, at }: SoarSideInput): Parameters<Database['write']>[0] {
  const { command } = job
  const [made] = applied.artifacts
  if (made === undefined) return []
  if (command.kind === 'upsert-note') return copyStatements(read, { link, command, copyId: `note:${made.id}`, at })
  if (command.kind !== 'add-attachment') return []
  // What is no file of the ticket is ours all the same: it stands for itself, and never goes there.
  const copyOf = command.copyOf ?? { kind: 'file', id: command.fileName, fingerprint: command.sha256 ?? '' }
  return copyStatements(read, { link, command: { ...command, copyOf }, copyId: made.id, at })
}

/** The fields that the command wrote, as SOAR holds them now. */
function writtenFields(command: Job['command'], { fields }: Link['base']): Partial<Record<SharedField, Json>> {
  if (!isOfContainer(command)) return {}
  const isWritten = (field: SharedField) =>
    command.kind === 'create-container' ||
    (field === 'tags' ? command.tags.add.length + command.tags.remove.length > 0 : command.set[field] !== undefined)
  return Object.fromEntries(sharedFields.filter(isWritten).map(field => [field, fields[field] ?? null]))
}

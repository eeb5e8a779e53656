import type { JsonObject } from '../json'
import type { Call } from '../route'
import type { Soar } from '../soar'
import type { Row } from '../table'
import { startRun } from './run'

/** An object asks for automation: active playbooks of its container's label start. `artifact` is null where the container asks. */
export function triggerPlaybooks(
  soar: Soar,
  call: Call,
  { container, artifact }: { container: Row; artifact: number | null },
): void {
  call.note({ effect: 'automation.triggered', container: container.id, artifact })
  for (const playbook of soar.tables.playbook.rows()) {
    if (playbook.active === true && isMeantFor(playbook, container))
      startRun(soar, call, { playbook, container, scope: 'new', inputs: [] })
  }
}

function isMeantFor({ labels }: JsonObject, { label }: Row): boolean {
  return Array.isArray(labels) && (labels.includes('*') || labels.includes(label ?? null))
}

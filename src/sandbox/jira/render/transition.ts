import { TRANSITIONS, type Transition } from '../catalog'
import { findField } from '../field-catalog'
import type { Issue, Screen, Site } from '../site'
import { REQUIRED_FIELDS, renderFieldMetas } from './field'
import { renderStatus } from './status'

/** Every status leads to every other one, but where the workflow names those that it leads to. */
export function listOpenTransitions({ workflow }: Site, issue: Issue): Transition[] {
  const { id, name } = issue.fields.status
  const open = workflow[name]
  return TRANSITIONS.filter(({ to }) => to.id !== id && (open === undefined || open.includes(to.name)))
}

/** A transition as it is offered, with the fields of its screen where they are asked for. */
export function renderTransition(site: Site, issue: Issue, offer: { transition: Transition; showsFields: boolean }) {
  const { id, name, to } = offer.transition
  const screen = site.screens[name]
  return {
    id,
    name,
    to: renderStatus(site, to),
    hasScreen: screen !== undefined,
    isGlobal: true,
    isInitial: false,
    isAvailable: true,
    isConditional: false,
    ...(offer.showsFields ? { fields: renderScreen(site, issue, screen ?? {}) } : {}),
  }
}

function renderScreen(site: Site, { project }: Issue, screen: Screen): Record<string, unknown> {
  const fields = Object.keys(screen).flatMap(id => findField(site, id) ?? [])
  const required = new Set(Object.keys(screen).filter(id => screen[id] === 'required' || REQUIRED_FIELDS.has(id)))
  return renderFieldMetas(site, fields, { project, required })
}

import type { Named, Status } from '../catalog'
import type { Site } from '../site'

export function renderStatus(site: Site, status: Status): Record<string, unknown> {
  const { category, id, name } = status
  return {
    self: `${site.url}/rest/api/2/status/${id}`,
    description: '',
    iconUrl: `${site.url}/`,
    id,
    name,
    statusCategory: renderCategory(site, category),
  }
}

export function renderCategory(site: Site, category: Status['category']): Record<string, unknown> {
  return { self: `${site.url}/rest/api/2/statuscategory/${category.id}`, ...category }
}

export function renderPriority(site: Site, { id, name }: Named): Record<string, unknown> {
  return {
    self: `${site.url}/rest/api/2/priority/${id}`,
    iconUrl: `${site.url}/images/icons/priorities/${name.toLowerCase()}.svg`,
    id,
    name,
  }
}

/** One request of the bench. `n` runs, so that no two look-ups are the same; it stays below the smaller number of objects. */
export interface Question {
  name: string
  path(n: number): string
}

const list = (type: string, query: Record<string, string>): string => `/rest/${type}?${new URLSearchParams(query)}`

/** What must not slow down with the number of objects. */
export const lookUps: readonly Question[] = [
  { name: 'container by id', path: n => `/rest/container/${n}` },
  { name: 'container by id, filtered', path: n => list('container', { _filter_id: `${n}` }) },
  { name: 'containers by ten ids', path: n => list('container', { _filter_id__in: `[${range(n).join(', ')}]` }) },
  {
    name: 'container by identifier',
    path: n => list('container', { _filter_source_data_identifier: `"soarbridge:jira:${n + 10_000}"` }),
  },
  {
    name: 'artifact by identifier',
    path: n => list('artifact', { _filter_source_data_identifier: `"soarbridge:jira:${n}:a"` }),
  },
  { name: 'artifacts of a container', path: n => `/rest/container/${Math.ceil(n / 10)}/artifacts` },
  {
    name: 'artifacts by container, filtered and sorted',
    path: n => list('artifact', { _filter_container: `${Math.ceil(n / 10)}`, _filter_label: '"ticket"', sort: 'id' }),
  },
]

/** Everything else, which may look at every object. */
export const searches: readonly Question[] = [
  { name: 'all, as it comes', path: () => list('container', {}) },
  { name: 'page far behind, by id', path: () => list('container', { sort: 'id', page: '90', _filter_id__gt: '10' }) },
  ...[
    { _filter_name__icontains: '"ACME-999"' },
    { _filter_name__contains: '"sign"', sort: 'name', order: 'desc' },
    { _filter_description__regex: '"user [0-9]*7$"' },
    { _filter_description__iregex: '"^REPORTED (by|for) .*(1|2)3"' },
    { _filter_name__iendswith: '"SIGN-IN"', _exclude_severity: '"high"', sort: 'severity', order: 'asc' },
    { _filter_create_time__gte: '"2025-01-01T00:00:00Z"', sort: 'create_time', order: 'asc', page_size: '100' },
    { _filter_create_time__year: '2025', _filter_create_time__week_day__in: '[1, 7]' },
    { _filter_status: '2', sort: 'create_time', order: 'desc' },
    { _filter_status__name: '"open"' },
    { _filter_owner__username__istartswith: '"AUTO"' },
    { _filter_tags__contains: '["team-3", "ticket"]' },
    { _filter_custom_fields__rank__range: '[100, 200]', sort: 'custom_fields.rank', order: 'desc' },
    { _filter_container_update_time__isnull: 'True', sort: 'name', order: 'asc' },
    { pretty: '', include_expensive: '', sort: 'description', order: 'asc', page: '50', page_size: '100' },
  ].map(question('container')),
  ...[
    { _filter_cef__sourceAddress: '"10.0.17.17"' },
    { _filter_cef__icontains: '"H4999.example"' },
    { _filter_cef__count__gt: '98', sort: 'update_time', order: 'desc' },
    { _filter_container__name__icontains: '"-77 "' },
    { _filter_container__owner__username: '"automation"', sort: 'create_time', order: 'desc' },
    { _filter_source_data_identifier__startswith: '"soarbridge:jira:99"' },
  ].map(question('artifact')),
]

function question(type: string) {
  return (query: Record<string, string | undefined>): Question => {
    const asked = Object.entries(query).flatMap(([name, value]): [string, string][] =>
      value === undefined ? [] : [[name, value]],
    )
    const name = asked.map(([key, value]) => (value === '' ? key : `${key}=${value}`)).join('&')
    return { name: `${type}?${name}`, path: () => list(type, Object.fromEntries(asked)) }
  }
}

function range(n: number): number[] {
  return Array.from({ length: 10 }, (_, index) => n + index)
}

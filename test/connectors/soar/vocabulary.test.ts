import { closeStages, failed, html, list, stageSoar } from '../../support/soar-script'

afterEach(closeStages)

const routes = {
  'GET /rest/container_options': { json: { label: ['events', 'incident'], tags: ['x'], sensitivity: ['red'] } },
  'GET /rest/severity': list(
    { id: 1, name: 'high', is_default: false, disabled: false },
    { id: 2, name: 'medium', is_default: true, disabled: false },
    { id: 3, name: 'ancient', is_default: false, disabled: true },
  ),
  'GET /rest/container_status': list(
    { id: 1, name: 'new', disabled: false, status_type: 'new' },
    { id: 3, name: 'closed', disabled: false, is_default: true, status_type: 'resolved' },
  ),
  'GET /rest/version': { json: { version: '8.5.0.248' } },
}

describe('the vocabulary', () => {
  it('holds labels, the severities and statuses in use, and the version', async () => {
    const { soar } = await stageSoar(routes)
    expect(await soar.readVocabulary()).toEqual({
      labels: ['events', 'incident'],
      severities: ['high', 'medium'],
      statuses: ['new', 'closed'],
      version: '8.5.0.248',
    })
  })

  it.each([
    [
      'a list that we may not read',
      { 'GET /rest/container_status': failed('does not have permission', 403) },
      'denied',
    ],
    ['options without labels', { 'GET /rest/container_options': { json: { tags: [] } } }, 'unavailable'],
    ['a list that is none', { 'GET /rest/severity': { json: { name: 'high' } } }, 'unavailable'],
  ])('is not made up from %s', async (_, changes, kind) => {
    const { soar } = await stageSoar({ ...routes, ...changes })
    await expect(soar.readVocabulary()).rejects.toMatchObject({ kind })
  })
})

describe('the probe', () => {
  it('succeeds where SOAR tells its version', async () => {
    const { soar, journal } = await stageSoar(routes)
    await soar.probe()
    expect(journal).toEqual(['GET /rest/version'])
  })

  it.each([
    ['a login page', html(200), 'unavailable'],
    ['another service', { json: { status: 'ok' } }, 'unavailable'],
    ['a refused token', failed('Invalid automation token', 401), 'denied'],
  ])('fails on %s', async (_, reply, kind) => {
    const { soar } = await stageSoar({ 'GET /rest/version': reply })
    await expect(soar.probe()).rejects.toMatchObject({ kind })
  })
})

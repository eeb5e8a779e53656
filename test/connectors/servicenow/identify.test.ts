import { identify } from '../../../src/connectors/servicenow/identify'
import { readFixture } from '../../support/read-fixture'

const tables = ['incident', 'sn_si_incident']
const sysId = '9d385017c611228701d22104cc95c371'
const other = '46d44a23a9fe19810012d100cca80666'
const record = { ticketId: sysId, key: 'INC0010023', collection: 'incident', isAboutTicket: true }

describe('identify', () => {
  test.each([
    ['full-record', { ...record, version: expect.any(Number) }],
    ['with-labels', { ...record, version: expect.any(Number) }],
    ['flat', { ...record }],
    ['change-list', { ...record, event: 'update' }],
    ['deleted', { ...record, event: 'delete', version: expect.any(Number) }],
    [
      'notice',
      {
        isAboutTicket: true,
        key: 'SIR0001234',
        collection: 'sn_si_incident',
        event: 'IncidentUpdated',
      },
    ],
  ])('finds the record in %s', (name, expected) => {
    expect(identify(readFixture(`servicenow/${name}`), tables)).toEqual(expected)
  })

  test.each([
    ['id', { id: sysId }],
    ['incident_id', { incident_id: sysId }],
    ['incidentId', { incidentId: sysId }],
    ['a wrapped incident', { incident: { sys_id: sysId } }],
    ['a wrapped result', { result: { sys_id: { value: sysId, display_value: sysId } } }],
    ['a wrapped record', { record: { sys_id: sysId } }],
  ])('finds the id under %s', (_, payload) => {
    expect(identify(payload, tables)).toMatchObject({ isAboutTicket: true, ticketId: sysId })
  })

  test.each([
    ['number', { number: 'INC0010023 ' }],
    ['incident_number', { incident_number: 'INC0010023' }],
    ['incidentNumber', { incidentNumber: 'INC0010023' }],
    ['id', { id: 'INC0010023' }],
    ['a wrapped incident', { incident: { number: 'INC0010023' } }],
  ])('finds the number under %s', (_, payload) => {
    expect(identify(payload, tables)).toMatchObject({ key: 'INC0010023', collection: 'incident' })
  })

  test('does not take the incident that a security incident refers to for the record', () => {
    const security = { sys_id: sysId, number: 'SIR0001234', sys_mod_count: '1' }
    const facts = { ticketId: sysId, key: 'SIR0001234', collection: 'sn_si_incident', version: expect.any(Number) }
    expect(identify({ ...security, incident: { value: other, link: 'x' } }, tables)).toMatchObject(facts)
    expect(identify({ ...security, incident: { sys_id: other } }, tables)).toMatchObject(facts)
    expect(identify({ number: 'SIR0001234', incident: { number: 'INC0010023' } }, tables).key).toBe('SIR0001234')
  })

  test.each([
    ['an unknown shape', { hello: 'world' }],
    ['an id in another form', { sys_id: sysId.toUpperCase() }],
    ['an id with something behind it', { sys_id: `${sysId}/../x` }],
    ['a number that would end a query term', { number: 'INC1^ORnumberISNOTEMPTY' }],
    ['an empty body', {}],
  ])('names no ticket but expects one for %s', (_, payload) => {
    const facts = identify(payload, tables)
    expect(facts).toEqual({ isAboutTicket: true })
  })

  test('takes a record of a table that is not bridged for one about no ticket', () => {
    const isAbout = (payload: Parameters<typeof identify>[0], bridged = tables) =>
      identify(payload, bridged).isAboutTicket
    expect(isAbout({ sys_id: sysId, table: 'problem', number: 'PRB0040001' })).toBe(false)
    expect(isAbout({ sys_id: sysId, number: 'SIR0001234' }, ['incident'])).toBe(false)
    expect(isAbout({ sys_id: sysId, sys_class_name: 'sn_si_incident' }, ['incident'])).toBe(false)
  })

  test('finds the table of a class that extends a bridged one by its number', () => {
    const payload = { sys_id: sysId, table: 'u_vip_incident', number: 'INC0010023' }
    expect(identify(payload, tables)).toMatchObject({ isAboutTicket: true, collection: 'incident' })
  })

  test('takes the only table where the push does not tell', () => {
    expect(identify({ sys_id: sysId, sys_class_name: 'Incident' }, ['incident']).collection).toBe('incident')
    expect(identify({ sys_id: sysId }, tables).collection).toBeUndefined()
  })
})

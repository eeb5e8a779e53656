import { observableKey, parseObservableKey, sortObservables } from '../../src/mapping/observable-key'

describe('the key of an observable', () => {
  it('is read back, colons in the value included', () => {
    const address = { type: 'ipv6' as const, value: '2001:db8::1' }
    expect(observableKey(address)).toBe('ipv6:2001:db8::1')
    expect(parseObservableKey('ipv6:2001:db8::1')).toEqual(address)
  })

  it.each(['', 'ipv4', 'ioc:evil.com', 'toString:x'])('is none: %j', key => {
    expect(parseObservableKey(key)).toBeUndefined()
  })

  it('gives one order and no doublets, whatever the order was', () => {
    const b = { type: 'domain' as const, value: 'b.com' }
    const a = { type: 'url' as const, value: 'http://a.com' }
    expect(sortObservables([a, b, a])).toEqual([b, a])
    expect(sortObservables([b, a, b])).toEqual([b, a])
  })
})

/** Tests run as they ship: compiled. `npm run build` comes first. */
module.exports = {
  roots: ['<rootDir>/dist/test'],
  testEnvironment: 'node',
  transform: {},
  testTimeout: 30_000,
}

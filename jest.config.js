/** Tests run as they ship: compiled. `npm run build` comes first and starts from nothing, so that no stale test runs. */
module.exports = {
  roots: ['<rootDir>/dist/test'],
  testEnvironment: 'node',
  transform: {},
  testTimeout: 30_000,
  maxWorkers: 2,
  // A worker keeps something of every suite; near the end of its heap it would do little but collect garbage.
  workerIdleMemoryLimit: '600MB',
}

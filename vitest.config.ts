import { defineConfig } from 'vitest/config'

/**
 * In processes of their own, and first: the longest of all, which nobody should wait for at the end; those that put
 * something else in the place of a module, which must not be loaded yet; and those that turn the clock by hours, in
 * which a timer that another file left behind would run a million times.
 */
const ALONE = [
  'test/crash/crash.test.ts',
  'test/electron/ports.test.ts',
  'test/model/*.test.ts',
  'test/renderer/queue/labels-to-void.test.ts',
  'test/station/carriers/{exchange-store,line-breaker}.test.ts',
  'test/station/database/*.test.ts',
  'test/station/full-disk-at-the-bench.test.ts',
  'test/station/health/*.test.ts',
  'test/station/outbox/*.test.ts',
  'test/station/packing/cut-off.test.ts',
  'test/station/shipping/*.test.ts',
]
const E2E = 'test/e2e/**'

export default defineConfig({
  test: {
    setupFiles: ['test/seed.ts'],
    reporters: ['default', './test/failures.ts'],
    // Only what hangs meets these: a busy machine takes many times as long as usual.
    testTimeout: 180_000,
    hookTimeout: 180_000,
    expect: { poll: { timeout: 60_000 } },
    // More than the two cores of CI: whole stations wait half of their time for a scale or a carrier.
    maxWorkers: 4,
    projects: [
      {
        extends: true,
        test: {
          name: 'shared',
          include: ['test/**/*.test.ts'],
          exclude: [...ALONE, E2E],
          // The next file finds loaded what the one before it loaded, and the worker threads running.
          isolate: false,
        },
      },
      { extends: true, test: { name: 'alone', include: ALONE } },
    ],
    // Nine megabytes of WebAssembly in a string: nothing to transform.
    server: { deps: { external: [/zpl-renderer-js/] } },
  },
})

import { defineConfig } from 'vitest/config'

/** They put something else in the place of a module, so they need a process in which nothing is loaded yet. */
const MOCKING = [
  'test/electron/ports.test.ts',
  'test/renderer/queue/labels-to-void.test.ts',
  'test/station/full-disk-at-the-bench.test.ts',
]
const E2E = 'test/e2e/**'

export default defineConfig({
  test: {
    testTimeout: 20_000,
    // A busy machine takes longer than the second that is usual.
    expect: { poll: { timeout: 15_000 } },
    // More than the two cores of CI: whole stations wait half of their time for a scale or a carrier.
    maxWorkers: 4,
    projects: [
      {
        extends: true,
        test: {
          name: 'shared',
          include: ['test/**/*.test.ts'],
          exclude: [...MOCKING, E2E],
          // The next file finds loaded what the one before it loaded, and the worker threads running.
          isolate: false,
        },
      },
      { extends: true, test: { name: 'alone', include: MOCKING } },
    ],
    // Nine megabytes of WebAssembly in a string: nothing to transform.
    server: { deps: { external: [/zpl-renderer-js/] } },
  },
})

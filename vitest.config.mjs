import { defineConfig } from 'vitest/config';

/** Unit tests run on the sources; the tsserver and CLI tests run on what `npm run build` wrote to dist. */
export default defineConfig({
  test: {
    // Vitest leaves one core to itself, which is half of a small machine and idle while the tests run.
    maxWorkers: '100%',
    projects: [
      // A limit for what hangs, and no measure: on a busy machine a test may wait for its turn.
      {
        test: {
          name: 'unit',
          include: ['test/unit/**/*.test.ts'],
          exclude: ['test/unit/**/*.isolated.test.ts'],
          testTimeout: 20_000,
          // Loading the product anew for each file would take a third of the time.
          isolate: false,
          restoreMocks: true,
          unstubEnvs: true,
        },
      },
      // These put a module in the place of another one.
      { test: { name: 'isolated', include: ['test/unit/**/*.isolated.test.ts'], testTimeout: 20_000 } },
      { test: { name: 'cli', include: ['test/cli/**/*.test.ts'], testTimeout: 60_000 } },
      {
        test: {
          name: 'tsserver',
          include: ['test/tsserver/**/*.test.ts'],
          globalSetup: ['test/tsserver/fetchTypeScript.mjs'],
          testTimeout: 60_000,
        },
      },
    ],
  },
});

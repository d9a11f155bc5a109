import { defineConfig } from 'vitest/config';

/** `npm run test:cluster`: one file after the other, as they share one deployment. */
export default defineConfig({
  test: {
    include: ['tests/cluster/*.test.ts'],
    testTimeout: 600_000,
    hookTimeout: 600_000,
    pool: 'forks',
    maxWorkers: 1,
    fileParallelism: false,
    sequence: { concurrent: false },
  },
});

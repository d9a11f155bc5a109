import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['{shared,functions,scripts,tests}/**/*.test.ts'],
    exclude: ['**/node_modules/**', 'tests/cluster/**', 'tests/browser/**'],
    // Tests start real Postgres, real object stores and real processes.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // Who may call is tested where it says so.
    env: { ACCESS: 'loopback' },
    pool: 'forks',
    maxWorkers: 2,
  },
});

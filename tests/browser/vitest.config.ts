/** `npm run test:browser`: the console in a real browser, Debian's Chromium or the one that CHROMIUM names. */
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['tests/browser/**/*.test.ts'],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    env: { ACCESS: 'loopback' },
    pool: 'forks',
    maxWorkers: 1,
  },
});

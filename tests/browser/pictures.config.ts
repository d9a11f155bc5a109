/** `npm run pictures`: those of the README, by the browser of the tests. */
import { defineConfig } from 'vitest/config';
import browser from './vitest.config.ts';

export default defineConfig({ test: { ...browser.test, include: ['tests/browser/readme-pictures.ts'] } });

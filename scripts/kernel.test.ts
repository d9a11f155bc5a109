import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { compiledKernel } from './kernel.ts';

it('the compiled kernel is what its source compiles to', async () => {
  const path = new URL('../shared/ml/models/trees/kernel/compiled.ts', import.meta.url);
  expect(await readFile(path, 'utf8')).toBe(await compiledKernel());
});

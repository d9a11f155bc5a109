import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { withImage } from './pin.ts';

const production = readFileSync(
  new URL('../../knative/overlays/production/kustomization.yaml', import.meta.url),
  'utf8',
);
const digest = `sha256:${'ab'.repeat(32)}`;

test('changes the image of the overlay, and not a letter beside it', () => {
  const pinned = withImage(production, `ghcr.io/you/functions@${digest}`);
  const lines = (text: string): string[] => text.split('\n').filter((line) => !/newName|digest:/.test(line));
  expect(lines(pinned)).toEqual(lines(production));
  expect(parse(pinned).images).toEqual([
    { name: 'dev.local/marea/functions', newName: 'ghcr.io/you/functions', digest },
  ]);
});

test('a second release replaces the first', () => {
  const next = `sha256:${'cd'.repeat(32)}`;
  const twice = withImage(
    withImage(production, `ghcr.io/you/functions@${digest}`),
    `ghcr.io/you/functions@${next}`,
  );
  expect(twice).toBe(withImage(production, `ghcr.io/you/functions@${next}`));
});

test('a tag is no digest, and an overlay without the image is told', () => {
  expect(() => withImage(production, 'ghcr.io/you/functions:1')).toThrow('no image by its digest');
  expect(() => withImage('resources: []\n', `ghcr.io/you/functions@${digest}`)).toThrow(
    'no line under `images`',
  );
});

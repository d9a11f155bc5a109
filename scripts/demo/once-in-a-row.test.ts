import { expect, test } from 'vitest';
import { onceInARow } from './once-in-a-row.ts';

test('a line is said once, and again when another was said meanwhile', () => {
  const said: string[] = [];
  const say = onceInARow((line) => said.push(line));
  for (const line of ['401', '401', '401', 'no rows', '401', '401']) say(line);
  expect(said).toEqual(['401', 'no rows', '401']);
});

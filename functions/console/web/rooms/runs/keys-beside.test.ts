/** What is told of runs beside each other. */
import { expect, test } from 'vitest';
import { keysBeside } from './keys-beside.ts';

test('each name is told once; what one has not, or has otherwise, differs', () => {
  expect(
    keysBeside([
      { depth: '6', family: 'trees' },
      { family: 'trees', depth: '8', rate: '0.1' },
    ]),
  ).toEqual([
    { key: 'depth', values: ['6', '8'], differs: true },
    { key: 'family', values: ['trees', 'trees'], differs: false },
    { key: 'rate', values: [undefined, '0.1'], differs: true },
  ]);
});

test('names of what every object has are names like others', () => {
  const [first] = keysBeside([{ r2: 1 }, JSON.parse('{"constructor": 2, "r2": 1}')]);
  expect(first).toEqual({ key: 'constructor', values: [undefined, 2], differs: true });
});

import { expect, it } from 'vitest';
import { copyValues } from './copy-values.ts';

// Values as Python's csv.reader gives them.
it.each([
  ['a,b,c', ['a', 'b', 'c']],
  ['"a,b","c ""d""",', ['a,b', 'c "d"', '']],
  [',"",é', ['', '', 'é']],
  ['"two\nlines",x,"y\r\n"', ['two\nlines', 'x', 'y\r\n']],
  ['5,"7"" pipe",", "', ['5', '7" pipe', ', ']],
])('%j', (record, values) => {
  const read = copyValues(3);
  const bytes = Buffer.from(`before\n${record}`);
  for (let time = 0; time < 2; time++) expect(read(bytes, 7, bytes.length)).toEqual(values);
});

/** What is said of a file before it is sent is what becomes of it when it is sent. */
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { datasetNamed } from '../shared/datasets/index.ts';
import { type Form, formText } from '../shared/datasets/values/form.ts';
import { checkFile } from '../shared/rows/checking/check-file.ts';
import { limits } from '../shared/rows/reading/limits.ts';
import { type Batches, startBatches } from './batches.ts';

let batches: Batches;
beforeAll(async () => {
  batches = await startBatches();
}, 60_000);
afterAll(() => batches?.stop());

const header = 'id,kind,weight,pieces,picked\n';
const rows = (count: number, first: number, line: (row: number) => string): string =>
  Array.from({ length: count }, (_, row) => `${first + row},${line(row)}\n`).join('');

/** Ids are of one file alone: rows of earlier batches are not looked up by a check. */
const files: [string, Buffer | string, object][] = [
  ['plain', header + rows(50, 1000, (row) => `plum,${row + 1},1,2024-05-01`), { clean: 50 }],
  ['packed', gzipSync(header + rows(50, 2000, (row) => `plum,${row + 1},1,2024-05-01`)), { clean: 50 }],
  [
    'dirty',
    `${header}${rows(9, 3000, (row) => `plum,${row},,`)}3001,plum,1,,\n3050,potato,5,,\n3051,plum,,1,\n3052,plum\n3053,"a ""b"", c",7,2,\n`,
    { received: 14, clean: 9, duplicate: 1 },
  ],
  [
    'thousands',
    header + rows(30, 4000, (row) => `plum,${row + 1} 250,1,2024-05-01`),
    { clean: 30, held: null },
  ],
  [
    'held',
    header + rows(40, 5000, (row) => `plum,${row + 1},1,${row < 6 ? `day ${row}` : '2024-05-01'}`),
    { held: expect.stringContaining('picked') },
  ],
  [
    'lines',
    rows(20, 6000, () => 'plum').replaceAll(/(\d+),plum/g, '{"id": $1, "kind": "plum", "weight": 3}'),
    { clean: 20 },
  ],
];

interface Line {
  readonly received: number;
  readonly clean: number;
  readonly duplicate: number;
  readonly reasons: Readonly<Record<string, number>>;
  readonly unreadable: Readonly<Record<string, { values: number; examples: string[] }>> | null;
  readonly forms: Readonly<Record<string, Form>> | null;
  readonly held: string | null;
}

test.each(files)('%s', async (name, body, telling) => {
  async function* open() {
    yield Buffer.from(body);
  }
  const checked = await checkFile({ open, named: {} }, datasetNamed('fruit'), limits, undefined);
  if (checked.refused !== null) throw new Error(checked.refused);
  expect(checked).toMatchObject(telling);
  await batches.file(`checked-${name}`, body);
  const [line] = await batches.sql<Line[]>`
    select received, clean, duplicate, reasons, unreadable, forms, held
    from marea.batches where id = ${`checked-${name}`}`;
  const { received, clean, duplicate, rejected, columns, held } = checked;
  const by = <T>(pick: (column: (typeof columns)[number]) => T | undefined) =>
    Object.fromEntries(
      columns.flatMap((column) => {
        const picked = pick(column);
        return picked === undefined ? [] : [[column.column, picked]];
      }),
    );
  expect({
    received,
    clean,
    duplicate,
    reasons: Object.fromEntries(rejected.map(({ reason, rows }) => [reason, rows])),
    unreadable: by(({ unreadable, examples }) => (unreadable > 0 ? [unreadable, examples] : undefined)),
    forms: by(({ form }) => form ?? undefined),
    held,
  }).toEqual({
    received: line?.received,
    clean: line?.clean,
    duplicate: line?.duplicate,
    reasons: line?.reasons,
    unreadable: Object.fromEntries(
      Object.entries(line?.unreadable ?? {}).map(([column, { values, examples }]) => [
        column,
        [values, examples],
      ]),
    ),
    forms: Object.fromEntries(
      Object.entries(line?.forms ?? {}).map(([column, form]) => [column, formText(form)]),
    ),
    held: line?.held,
  });
});

test('rows that there are from an earlier batch are duplicates only when it is sent', async () => {
  const body = header + rows(5, 9000, () => 'plum,3,1,');
  expect(await batches.file('before', body)).toMatchObject({ clean: 5 });
  async function* open() {
    yield Buffer.from(body);
  }
  const checked = await checkFile({ open, named: {} }, datasetNamed('fruit'), limits, undefined);
  expect(checked).toMatchObject({ clean: 5, duplicate: 0 });
  expect(await batches.file('again', body)).toMatchObject({ clean: 0, duplicate: 5 });
});

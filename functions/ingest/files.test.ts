/** CSV as people and programs write it: the right rows in raw_data, the right ledger, or a reason. */
import { parquetWriteBuffer } from 'hyparquet-writer';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Batches, startBatches } from '../../tests/batches.ts';

let batches: Batches;
beforeAll(async () => {
  batches = await startBatches();
}, 60_000);
afterAll(() => batches?.stop());

/** Each batch has fruit of its own, so that none is a duplicate of another's. */
let next = 100;
const ids = (count: number): number[] => Array.from({ length: count }, () => next++);

async function rawRows(batch: string): Promise<unknown[][]> {
  const rows = await batches.sql`
    select id, kind, weight, raw_text, raw_problem from fruit.raw_data where batch = ${batch} order by row_number`;
  return rows.map(({ raw_text, raw_problem, ...row }) =>
    raw_text === null ? Object.values(row) : [raw_text, raw_problem],
  );
}

async function readingOf(batch: string): Promise<unknown> {
  const [line] = await batches.sql`select reading from marea.batches where id = ${batch}`;
  return line?.reading;
}

describe('quotes', () => {
  it('inside unquoted fields are what they are: three listings are three', async () => {
    const csv = [
      'status,price,bed,bath,acre_lot,city,state,zip_code,house_size,prev_sold_date',
      'for_sale,250001,3,2,0.2,5" pipe,Ohio,44101,1501,2015-06-30',
      'for_sale,250002,3,2,0.2,Rome,Ohio,44102,1502,2015-06-30',
      'for_sale,250003,3,2,0.2,7" pipe,Ohio,44103,1503,2015-06-30',
    ].join('\n');
    const dataref = await batches.upload('test/pipes.csv', csv);
    expect(await batches.take('pipes', { dataset: 'realtor', dataref })).toMatchObject({
      received: 3,
      clean: 3,
    });
    const rows = await batches.sql`
      select city, zip_code, price from realtor.raw_data where batch = 'pipes' order by row_number`;
    expect(rows.map((row) => Object.values(row))).toEqual([
      ['5" pipe', '44101', '250001'],
      ['Rome', '44102', '250002'],
      ['7" pipe', '44103', '250003'],
    ]);
  });

  it('two among a thousand rows leave a thousand', async () => {
    const rows = ids(1000).map((id, i) => `${id},${i === 300 || i === 790 ? '5" fig' : 'fig'},1`);
    expect(await batches.file('thousand', `id,kind,weight\n${rows.join('\n')}\n`)).toMatchObject({
      received: 1000,
      clean: 1000,
    });
  });

  it('that are left open spoil their line, which is rejected with its text', async () => {
    const [a, b, c] = ids(3);
    const csv = `id,kind,weight\n${a},"fig,1\n${b},kiwi,2\n${c},"li""me",3\n`;
    expect(await batches.file('open', csv)).toMatchObject({
      received: 3,
      clean: 2,
      rejected: 1,
      reasons: { malformed: 1 },
    });
    expect(await rawRows('open')).toEqual([
      [`${a},"fig,1`, null],
      [`${b}`, 'kiwi', '2'],
      [`${c}`, 'li"me', '3'],
    ]);
    const [rejected] = await batches.sql`select raw from fruit.rejected where batch = 'open'`;
    expect(rejected?.raw).toEqual({ text: `${a},"fig,1` });
  });
});

describe('separators and line ends are found, and said', () => {
  const written = (separator: string, lineEnd: string): string[] => {
    const [a, b] = ids(2);
    const lines = [
      ['id', 'kind', 'weight'],
      [a, `"a${separator}b"`, 1],
      [b, '"c ""d"', '2'],
    ];
    return [lines.map((line) => line.join(separator) + lineEnd).join(''), `${a}`, `${b}`];
  };
  it.each([
    ['semicolon', ';', '\n', { separator: ';' }],
    ['tab', '\t', '\r\n', { separator: '\t' }],
    ['pipe', '|', '\n', { separator: '|' }],
    ['cr', ',', '\r', {}],
    ['cr-semicolon', ';', '\r', { separator: ';' }],
    ['cr-cr-lf', ',', '\r\r\n', {}],
  ])('%s', async (batch, separator, lineEnd, reading) => {
    const [csv = '', a, b] = written(separator, lineEnd);
    expect(await batches.file(batch, csv)).toMatchObject({ received: 2, clean: 2 });
    expect(await rawRows(batch)).toEqual([
      [a, `a${separator}b`, '1'],
      [b, 'c "d', '2'],
    ]);
    expect(await readingOf(batch)).toEqual({ format: 'csv', ...reading });
  });

  it.each([
    ['as Excel reads it', 'sep=;\r\n', 'sep=;'],
    ['behind a byte order mark', '\uFEFFsep=;\n', 'sep=;'],
    ['between quotes', '"SEP=;"\n', '"SEP=;"'],
  ])('a first line that says the separator is none of the table, and said: %s', async (_, line, told) => {
    const [a, b] = ids(2);
    const batch = `said-${a}`;
    const csv = `${line}id;kind;weight\r\n${a};"fig, dried";1\r\n${b};kiwi;2\r\n`;
    expect(await batches.file(batch, csv)).toMatchObject({ received: 2, clean: 2 });
    expect(await rawRows(batch)).toEqual([
      [`${a}`, 'fig, dried', '1'],
      [`${b}`, 'kiwi', '2'],
    ]);
    expect(await readingOf(batch)).toEqual({ format: 'csv', separator: ';', separatorLine: told });
  });

  it('where no separator makes the header fit, the message names the likely one, and the name that was meant', async () => {
    await expect(batches.file('likely', 'id;kind;wieght\n1;fig;2\n')).rejects.toThrow(
      /"wieght" \(did you mean "weight"\?\).*read with ";"/,
    );
    await expect(batches.file('colons', 'id:kind:weight\n1:fig:2\n')).rejects.toThrow(
      /no separator was found/,
    );
  });
});

describe('columns that data frames add', () => {
  it.each([
    ['', 'unnamed'],
    ['Unnamed: 0', 'pandas'],
    ['__index_level_0__', 'parquet'],
  ])('%j is left out, and said', async (name, batch) => {
    const [a, b] = ids(2);
    const csv = `${name},id,kind,weight\n0,${a},fig,1\n1,${b},"a ""b"" c, d",2\n`;
    expect(await batches.file(`index-${batch}`, csv)).toMatchObject({ received: 2, clean: 2 });
    expect(await rawRows(`index-${batch}`)).toEqual([
      [`${a}`, 'fig', '1'],
      [`${b}`, 'a "b" c, d', '2'],
    ]);
    expect(await readingOf(`index-${batch}`)).toEqual({ format: 'csv', dropped: [name] });
  });
});

it('the index that pandas writes into Parquet is left out, and said', async () => {
  const [a, b] = ids(2);
  const parquet = parquetWriteBuffer({
    columnData: [
      { name: 'id', type: 'STRING', data: [`${a}`, `${b}`] },
      { name: 'kind', type: 'STRING', data: ['fig', 'kiwi'] },
      { name: 'weight', type: 'DOUBLE', data: [1.5, 2.5] },
      { name: '__index_level_0__', type: 'INT32', data: [7, 8] },
    ],
  });
  expect(await batches.file('index-level', Buffer.from(parquet))).toMatchObject({ received: 2, clean: 2 });
  expect(await rawRows('index-level')).toEqual([
    [`${a}`, 'fig', '1.5'],
    [`${b}`, 'kiwi', '2.5'],
  ]);
  expect(await readingOf('index-level')).toEqual({ format: 'parquet', dropped: ['__index_level_0__'] });
});

describe('encodings', () => {
  it('a row that is no UTF-8, or has a zero byte, is rejected alone, with a text that can be read', async () => {
    const [a, b, c] = ids(3);
    const csv = Buffer.concat([
      Buffer.from(`id,kind,weight\n${a},père,1\n${b},p`),
      Buffer.from([0xea]),
      Buffer.from(`che,2\n${c},f\0g,3\n`),
    ]);
    expect(await batches.file('stray', csv)).toMatchObject({
      received: 3,
      clean: 1,
      rejected: 2,
      reasons: { encoding: 2 },
    });
    expect(await rawRows('stray')).toEqual([
      [`${a}`, 'père', '1'],
      [`${b},pêche,2`, 'encoding'],
      [`${c},f\uFFFDg,3`, 'encoding'],
    ]);
  });

  const object = (id: number | undefined, kind: string, weight: number): string =>
    JSON.stringify({ id, kind, weight });
  it('so is a line of NDJSON, and an object of several lines', async () => {
    const [a, b, c, d, e] = ids(5);
    const stray = (text: string): Buffer => Buffer.from(text.replace('ê', '\xEA'), 'latin1');
    const lines = [
      object(a, 'pere', 1),
      object(b, 'pêche', 2),
      '{"id": 3, "kind": "f\0g"}',
      object(c, 'fig', 3),
    ];
    const inLines = await batches.file('stray-lines', stray(lines.join('\n')));
    expect(inLines).toMatchObject({ received: 4, clean: 2, rejected: 2, reasons: { encoding: 2 } });
    expect(await rawRows('stray-lines')).toEqual([
      [`${a}`, 'pere', '1'],
      [`{"id":${b},"kind":"pêche","weight":2}`, 'encoding'],
      ['{"id": 3, "kind": "f\uFFFDg"}', 'encoding'],
      [`${c}`, 'fig', '3'],
    ]);
    const printed = [object(d, 'pêche', 1), object(e, 'fig', 2)].map((one) => one.replace('{', '{\n'));
    const inObjects = await batches.file('stray-objects', stray(printed.join('\n')));
    expect(inObjects).toMatchObject({ received: 2, clean: 1, rejected: 1, reasons: { encoding: 1 } });
  });

  it('half a character that JSON escapes is none: its row is rejected as it came', async () => {
    const [a] = ids(1);
    const line = await batches.file('half', `[{"id": ${a}, "kind": "fig \\ud83c", "weight": 1}]`);
    expect(line).toMatchObject({ received: 1, rejected: 1, reasons: { encoding: 1 } });
    expect(await rawRows('half')).toEqual([[`{"id":${a},"kind":"fig \\ud83c","weight":1}`, 'encoding']]);
  });

  it('an array of JSON with such a byte is refused, and the row named', async () => {
    const rows = ids(3000).map((id, i) => object(id, i === 2000 ? 'pêche melba' : 'fig', 1));
    const body = Buffer.from(`[${rows.join(',\n')}]`.replace('ê', '\xEA'), 'latin1');
    await expect(batches.file('stray-array', body)).rejects.toMatchObject({
      name: 'PermanentError',
      message: expect.stringMatching(
        /^row 2001 is not UTF-8 text, near ".*pêche melba.*": save the file as UTF-8, or send it with its charset/,
      ),
    });
    const data = { mediaType: 'application/json; charset=windows-1252' };
    const dataref = await batches.upload('test/stray-array', body);
    expect(await batches.take('declared-array', { dataref, data })).toMatchObject({
      received: 3000,
      clean: 3000,
    });
  });

  const rows = (separator: string) => {
    const [a, b, c] = ids(3);
    const text = [
      ['id', 'kind', 'weight'],
      [a, 'pêche', 1],
      [b, 'crème brûlée', 2],
      [c, '“Señor” – 5 €', 3],
    ];
    return {
      text: text.map((row) => row.join(separator)).join('\r\n'),
      raw: [
        [`${a}`, 'pêche', '1'],
        [`${b}`, 'crème brûlée', '2'],
        [`${c}`, '“Señor” – 5 €', '3'],
      ],
    };
  };
  const marked = (text: string): Buffer => Buffer.from(`\uFEFF${text}`, 'utf16le');
  const western = (text: string): Buffer => {
    const marks: Record<string, number> = { '“': 0x93, '”': 0x94, '–': 0x96, '€': 0x80 };
    return Buffer.from(Array.from(text, (letter) => marks[letter] ?? letter.charCodeAt(0)));
  };
  it.each([
    ['utf-8', ',', (text: string) => Buffer.from(`\uFEFF${text}`), undefined],
    ['utf-16le', '\t', marked, 'utf-16le'],
    ['utf-16be', ',', (text: string) => marked(text).swap16(), 'utf-16be'],
    ['utf-16le-unmarked', ',', (text: string) => marked(text).subarray(2), 'utf-16le'],
    ['windows-1252', ';', western, 'windows-1252'],
  ] as const)('%s', async (batch, separator, encode, encoding) => {
    const { text, raw } = rows(separator);
    expect(await batches.file(batch, encode(text))).toMatchObject({ received: 3, clean: 3 });
    expect(await rawRows(batch)).toEqual(raw);
    expect(await readingOf(batch)).toEqual({
      format: 'csv',
      ...(encoding && { encoding }),
      ...(separator !== ',' && { separator }),
    });
  });

  it('one that is declared is taken, one that is not known refused', async () => {
    const [a] = ids(1);
    const dataref = await batches.upload('test/declared', western(`id,kind,weight\n${a},pêche,1\n`));
    const data = { mediaType: 'text/csv; charset=iso-8859-1' };
    expect(await batches.take('declared', { dataref, data })).toMatchObject({ received: 1, clean: 1 });
    expect(await rawRows('declared')).toEqual([[`${a}`, 'pêche', '1']]);
    await expect(
      batches.take('unknown', { dataref, data: { mediaType: 'text/csv; charset=klingon' } }),
    ).rejects.toThrow(/charset "klingon" is not known/);
  });
});

describe('limits', () => {
  it.each([
    [
      'columns',
      `${Array.from({ length: 3000 }, (_, i) => `c${i}`).join(',')}\n1\n`,
      /3000 columns, at most 2000/,
    ],
    ['header', `id,${'x'.repeat(200_000)}\n1,2\n`, /header does not end within \d+ bytes/],
    ['line', `id,kind,weight\n1,${'x'.repeat(2 * 1024 ** 2)},2\n`, /line is longer than 1048576 bytes/],
  ])('%s', async (name, csv, message) => {
    await expect(batches.file(`limit-${name}`, csv)).rejects.toMatchObject({
      name: 'PermanentError',
      message: expect.stringMatching(message),
    });
  });
});

import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Services, startServices } from '../../tests/services.ts';
import { copyIn, copyOut, literal, sendCopy } from './copy.ts';

let services: Services;
beforeAll(async () => {
  services = await startServices({ connections: 2 });
  await services.sql.unsafe('create table letters (number integer, letter text)');
}, 60_000);
afterAll(() => services?.stop());

const many = '1\tabc\n'.repeat(100_000);
const rows = async (): Promise<unknown> =>
  (await services.sql`select count(*)::int as rows from letters`)[0]?.rows;

it('what goes in comes out', async () => {
  await services.sql.begin(async (tx) => {
    await copyIn(tx, 'copy letters from stdin', ['1\ta\n', Buffer.from('2\tü\n')]);
    expect((await copyOut(tx, 'copy letters to stdout')).toString()).toBe('1\ta\n2\tü\n');
    await tx`delete from letters`;
  });
});

it.each([
  ['the only row', ['x\ty\n'], /invalid input syntax for type integer: "x"/],
  ['the first of many rows', ['x\ty\n', ...Array<string>(50).fill(many)], /"x"/],
  ['the last of many rows', [...Array<string>(20).fill(many), 'x\ty\n'], /"x"/],
  ['bytes that are no UTF-8', [Buffer.from('1\t\xff\n', 'latin1')], /invalid byte sequence/],
])('an error in %s is thrown, and the connection is good for more', async (_, chunks, message) => {
  const copied = services.sql.begin((tx) => copyIn(tx, 'copy letters from stdin', chunks));
  await expect(copied).rejects.toThrow(message);
  expect(await rows()).toBe(0);
});

it('an error of the source is thrown as it is', async () => {
  async function* source(): AsyncIterable<string> {
    yield '1\ta\n';
    throw new Error('the source is away');
  }
  await expect(services.sql.begin((tx) => copyIn(tx, 'copy letters from stdin', source()))).rejects.toThrow(
    'the source is away',
  );
  expect(await rows()).toBe(0);
});

it('an error that comes after all was sent is told by `finished`', async () => {
  const copied = services.sql.begin(async (tx) => {
    const { finished } = await sendCopy(tx, 'copy letters from stdin', ['1\ta\nx\ty\n']);
    await finished;
  });
  await expect(copied).rejects.toThrow(/"x"/);
});

it('an error while reading is thrown', async () => {
  const read = services.sql.begin((tx) =>
    copyOut(tx, 'copy (select 1 / (n - 1) from generate_series(1, 2) n) to stdout'),
  );
  await expect(read).rejects.toThrow(/division by zero/);
});

it('literal() quotes whatever a text holds', async () => {
  for (const text of [`it's`, `a\\'; drop table letters; --`, 'plain', '']) {
    const [row] = await services.sql.unsafe(`select ${literal(text)} as text`);
    expect(row?.text).toBe(text);
  }
});

import { describe, expect, it } from 'vitest';
import { DeclarationError } from '../checks/fault.ts';
import { tiny } from '../checks/fixtures/changed.ts';
import { diabetes } from '../diabetes/index.ts';
import { realtor } from '../realtor/index.ts';
import { readDeclaration } from './read.ts';
import { writeDeclaration } from './write.ts';

const refusal = async (text: string): Promise<string> => {
  try {
    await readDeclaration(text, 'flats.yaml');
  } catch (error) {
    expect(error).toBeInstanceOf(DeclarationError);
    return (error as Error).message;
  }
  throw new Error('it was taken');
};

describe('a written declaration', () => {
  it.each([realtor, tiny])('$name is read back as it was', async (dataset) => {
    expect(await readDeclaration(writeDeclaration(dataset))).toEqual(dataset);
  });

  it('formulas are in words', () => {
    const text = writeDeclaration(realtor);
    expect(text).toContain('of: bed + bath\n');
    expect(text).toContain("of: status = 'sold'\n");
    expect(text).toContain('of: house_size / feature(city_house_size)\n');
    expect(text).not.toContain('op:');
  });

  it('may be JSON, and formulas in it trees', async () => {
    expect(await readDeclaration(JSON.stringify(tiny))).toEqual(tiny);
  });

  it('what holds code cannot be written', () => {
    expect(() => writeDeclaration(diabetes)).toThrow(/^feature "\w+" of "diabetes" holds code/);
  });

  it('values that look like brackets are values', async () => {
    const text = writeDeclaration(tiny).replace(/title: .*/, `title: '${'['.repeat(100)}'`);
    expect((await readDeclaration(text)).title).toBe('['.repeat(100));
  });

  it('words and days stay texts, as YAML 1.2 has it', async () => {
    const text = writeDeclaration(tiny)
      .replace(/title: .*/, 'title: no')
      .replace(/district: harbour/, 'district: 2024-01-31');
    expect(await readDeclaration(text)).toMatchObject({ title: 'no', example: { district: '2024-01-31' } });
  });
});

describe('what is wrong with it is told', () => {
  const good = writeDeclaration(tiny);
  it.each<[string, string, string]>([
    [
      'a formula',
      good.replaceAll('of: size / rooms', 'of: size / '),
      'the declaration in flats.yaml has 2 faults:\n  derived.size_per_room.of: at character 7: expected a column, a number or "(", got the end\n  features[2].of: at character 7: expected a column, a number or "(", got the end',
    ],
    [
      'what is wrong with any declaration',
      good.replace('kind: oneHot', 'kind: onehot'),
      'the declaration of data set "tiny" in flats.yaml has a fault:\n  features[4].kind: "onehot" is none of formula, targetMean, groupMean, frequency, oneHot, category, scale, group; did you mean "oneHot"?',
    ],
    [
      'a column that a formula names',
      good.replaceAll('of: size / rooms', 'of: size / romos'),
      'did you mean "rooms"?',
    ],
    ['a key twice', `${good}name: other\n`, 'column 1: Map keys must be unique'],
    [
      'a tag',
      good.replace('title: ', 'title: !!js/function '),
      'line 2, column 8: Unresolved tag: tag:yaml.org,2002:js/function',
    ],
    ['an alias', `a: &a [1]\nb: *a\n`, 'has an alias: write out what it stands for'],
    ['no YAML', 'a: [1', 'line 1, column 6: '],
    ['two documents', 'a: 1\n---\nb: 1\n', 'cannot be read:\n  line 2'],
    ['no object', 'flats', 'expected an object, got "flats"'],
    ['nothing', '', 'expected an object, got null'],
    ['too much', `a: ${'x'.repeat(1024 * 1024)}`, 'has 1048579 bytes, a declaration at most 1048576 bytes'],
    ['too many brackets', '['.repeat(500_000), 'goes too deep'],
    ['too many brackets of another kind', '{a: '.repeat(100_000), 'goes too deep'],
    ['too many lists on a line', '- '.repeat(500_000), 'goes too deep'],
  ])('%s', async (_, text, said) => {
    expect(await refusal(text)).toContain(said);
  });
});

it('no file makes an object of another kind', async () => {
  expect(await refusal('__proto__: {name: x}\nconstructor: 1\n')).toContain('there is no such key');
  expect(({} as Record<string, unknown>).name).toBeUndefined();
});

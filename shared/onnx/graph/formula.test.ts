import { describe, expect, it } from 'vitest';
import { evaluate } from '../../ml/evaluate.ts';
import type { Expression } from '../../ml/expression.ts';
import { add, column } from '../../ml/expression.ts';
import { seeded } from '../../ml/random.ts';
import { writeArtifact } from '../artifact/write.ts';
import { regressionHead, trees } from '../fixtures/houses.ts';
import { openModel } from '../session.ts';

const random = seeded(11);
const rows = 500;
const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)] as T;
const odd = [Number.NaN, 0, -0, 1, -1, 0.1, 1e30, -1e30, 3e38, 1e-40, 16_777_217, 123_456.789];
const numbers = () =>
  Float64Array.from({ length: rows }, () => (random() < 0.5 ? pick(odd) : random() * 1e4));
const table = {
  rows,
  columns: {
    a: numbers(),
    b: numbers(),
    code: Array.from({ length: rows }, () =>
      pick(['00501', '9999999', '12345678', '1.5', '-1', '٣', '', null]),
    ),
    status: Array.from({ length: rows }, () => pick(['sold', 'Sold', '', null, 'for sale', 'ü'])),
  },
};

/** Any formula of the given depth. */
function formula(depth: number): Expression {
  if (depth > 0) {
    const op = pick(['add', 'subtract', 'multiply', 'divide'] as const);
    return { op, left: formula(depth - 1), right: formula(depth - 1 - Math.floor(random() * depth)) };
  }
  const leaves: Expression[] = [
    { op: 'column', name: pick(['a', 'b']) },
    { op: 'constant', value: pick([0, 3, 0.7, -1e10, 43_560]) },
    { op: 'equals', column: 'status', value: pick(['sold', 'ü']) },
    { op: 'yearsBefore', column: 'a', day: 19_500 },
    { op: pick(['year', 'month']), column: pick(['a', 'b']) },
    { op: 'codeNumber', column: 'code' },
  ];
  return pick(leaves);
}

/** The runtime leaves out an addition of 0, so that -0 stays; no model tells 0 from -0. */
const unsigned = (value: number) => (value === 0 ? 0 : value);

describe('a formula in the graph', () => {
  it('gives the bits of evaluate, whatever the formula and the values', async () => {
    const formulas = Array.from({ length: 60 }, (_, at) => add(column(at % 2 ? 'a' : 'b'), formula(at % 4)));
    const features = formulas.map((of, at) => ({ kind: 'formula', name: `f${at}`, of }) as const);
    const model = trees(1, 1, 1, 1, 1);
    const graph = await openModel(writeArtifact({ features: { features }, model, head: regressionHead(1) }));
    const answered = (await graph.run(table, ['features'])).features as Float32Array;
    formulas.forEach((of, at) => {
      const expected = Float32Array.from(evaluate(of, table), unsigned);
      expect(
        Float32Array.from({ length: rows }, (_, row) => unsigned(answered[row * 60 + at] as number)),
      ).toEqual(expected);
    });
  });

  it('is refused when it depends on no column', () => {
    const features = [
      { kind: 'formula', name: 'a', of: column('a') },
      { kind: 'formula', name: 'one', of: { op: 'constant', value: 1 } },
    ] as const;
    const model = trees(1, 1, 1, 1, 1);
    expect(() => writeArtifact({ features: { features }, model, head: regressionHead(1) })).toThrow(
      'feature "one" depends on no column',
    );
  });
});

/**
 * Trees as LightGBM, XGBoost, CatBoost and scikit-learn have grown and the usual converters have written them, explained
 * as the definition of Shapley values does, which the shap package agrees to (scripts/reference/offered_trees.py).
 */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { type Explanation, explanationOf, finished } from '../../ml/explain/explanation.ts';
import { linked, throughLink } from '../../ml/explain/link.ts';
import { ownedShap } from '../../ml/explain/owned.ts';
import { column } from '../../ml/expression.ts';
import type { FittedFeature } from '../../ml/features/fitted.ts';
import { scoreModel } from '../../ml/models/score.ts';
import type { Column, Matrix, Table } from '../../ml/table.ts';
import { decodeModel } from '../format/decode.ts';
import { elementTypes } from '../format/model.ts';
import { ProtobufWriter } from '../protobuf/writer.ts';
import { openModel } from '../session.ts';
import { type Composed, composeOffered, type Given, type Taken, takenByTrees } from './compose.ts';
import { outlineOf } from './outline.ts';
import { treesOffered } from './trees.ts';

interface Case {
  readonly onnx: string;
  readonly rows: readonly (readonly (number | string | null)[])[];
  readonly background: Case['rows'];
  readonly outputs: number;
  /** One margin of two classes. */
  readonly two: boolean;
  /** Of each row and output: what each column gives, the base behind it. */
  readonly shapley: readonly (readonly (readonly number[])[])[];
}

const cases = JSON.parse(readFileSync(new URL('./fixtures/trees.json', import.meta.url), 'utf8')) as Readonly<
  Record<string, Case>
>;

const isText = (column: string): boolean => column === 'kind' || column === 'side';
const isPipeline = (name: string): boolean => name === 'a pipeline of columns';
const columnsOf = (name: string): string[] =>
  isPipeline(name) ? ['a', 'b', 'kind', 'side'] : ['c0', 'c1', 'c2', 'c3', 'c4'];

function tableOf(name: string, rows: Case['rows']): Table {
  const columns = columnsOf(name).map((column, at): [string, Column] => {
    const values = rows.map((row) => row[at] ?? null);
    return [
      column,
      isText(column) ? values.map(String) : Float64Array.from(values, (value) => Number(value ?? Number.NaN)),
    ];
  });
  return { rows: rows.length, columns: Object.fromEntries(columns) };
}

const formula = (name: string): FittedFeature => ({ kind: 'formula', name, of: column(name) });

function takenBy(name: string, input: string): Taken {
  if (!isPipeline(name)) {
    const of = { features: columnsOf(name).map(formula) };
    return { by: 'matrix', input, element: elementTypes.float, of };
  }
  const element = (one: string): number => elementTypes[isText(one) ? 'string' : 'float'];
  return {
    by: 'columns',
    columns: columnsOf(name).map((one) => ({ name: one, element: element(one), isFlat: false })),
  };
}

const text = (name: string): FittedFeature => ({
  kind: 'lookup',
  names: [name],
  levels: [{ key: [name], keys: ['u', 'left'], rows: [0, 1] }],
  values: [0, 1, null],
});

function givenBy(name: string, output: string, classes: number): Given {
  const then = 'nothing';
  if (!name.includes('classes')) return { task: 'regression', output, then };
  return { task: 'classification', output, order: Array.from({ length: classes }, (_, at) => at) };
}

function composedOf(name: string, classes: number): Omit<Composed, 'trees'> {
  const outline = outlineOf(Buffer.from(cases[name]?.onnx ?? '', 'base64'));
  const zip = outline.nodes.find(({ operator }) => operator === 'ZipMap');
  const output = zip?.inputs[0] ?? outline.outputs.at(-1)?.name ?? '';
  const given = givenBy(name, output, classes);
  const shown = { features: columnsOf(name).map((one) => (isText(one) ? text(one) : formula(one))) };
  return { outline, taken: takenBy(name, outline.inputs[0]?.name ?? ''), given, shown };
}

async function explained(name: string) {
  const { rows, background, outputs, two } = cases[name] as Case;
  const composed = composedOf(name, two || name.includes('two') ? 2 : outputs);
  const trees = treesOffered(composed.outline, composed, columnsOf(name));
  if (!trees) throw new Error('its trees are not read');
  const model = await openModel(composeOffered({ ...composed, trees }));
  const names = trees.owners.map(String);
  const asked = async (some: Case['rows']): Promise<{ x: Matrix; raw: Float32Array }> => {
    const { [takenByTrees]: data, raw } = await model.run(tableOf(name, some), [takenByTrees, 'raw']);
    return { x: { rows: some.length, names, data: data as Float32Array }, raw: raw as Float32Array };
  };
  const [against, { x, raw }] = [(await asked(background)).x, await asked(rows)];
  await model.close();
  return { trees, x, raw, steps: ownedShap(trees, columnsOf(name).length, against), outputs: model.outputs };
}

/** As they are told: of two classes the second's margin over the first's. */
function asTold({ base, contributions }: Explanation, isOfTwo: boolean): number[][] {
  const all = contributions.map((part, k) => [...part, base[k] as number]);
  const [first = [], second = []] = all;
  return isOfTwo ? [second.map((value, at) => value - (first[at] as number))] : all;
}

describe.each(Object.keys(cases))('%s', (name) => {
  test('its trees score what its graph answers', async () => {
    const { trees, x, raw } = await explained(name);
    const scores = scoreModel(trees.ensemble, x);
    const { outputs } = trees.ensemble;
    for (let row = 0; row < x.rows; row++) {
      const own = linked(trees.link, scores.subarray(row * outputs, (row + 1) * outputs));
      own.forEach((score, k) => {
        expect(score).toBeCloseTo(raw[row * outputs + k] as number, 4);
      });
    }
  });

  test('each column gives what it gives by definition', async () => {
    const { steps, x } = await explained(name);
    const { shapley, two } = cases[name] as Case;
    // Together, and each by itself, which goes another way.
    const together = finished(steps(x));
    shapley.forEach((wanted, row) => {
      const width = x.names.length;
      const data = x.data.subarray(row * width, (row + 1) * width);
      const alone = finished(steps({ ...x, rows: 1, data }));
      for (const found of [explanationOf(together, row), explanationOf(alone, 0)])
        asTold(found, two).forEach((values, output) => {
          values.forEach((value, at) => {
            expect(Math.abs(value - (wanted[output]?.[at] as number))).toBeLessThan(2e-5);
          });
        });
    });
  });

  test('base and contributions are the score that the graph gives', async () => {
    const { steps, x, raw, trees } = await explained(name);
    const all = finished(steps(x));
    const { outputs } = trees.ensemble;
    for (let row = 0; row < x.rows; row++) {
      const to = raw.subarray(row * outputs, (row + 1) * outputs);
      const { base, contributions } = throughLink(trees.link, explanationOf(all, row), to);
      contributions.forEach((part, k) => {
        const sum = part.reduce((total, value) => total + value, base[k] as number);
        expect(sum).toBeCloseTo(to[k] as number, 9);
      });
    }
  });
});

test('what its trees take is nothing that anybody is shown', async () => {
  expect((await explained('XGBoost')).outputs).toEqual(['raw', 'features']);
});

/** A TensorProto of integers: field 7. */
const integers = (...values: number[]): Buffer =>
  Buffer.from(new ProtobufWriter().packedIntegers(7, values).finish());

describe('of what is not certain only the answers are known', () => {
  const { outline, ...rest } = composedOf('LightGBM', 1);
  const [tree, ...others] = outline.nodes;
  const withNodes = (...nodes: typeof outline.nodes) =>
    treesOffered({ ...outline, nodes }, rest, columnsOf('LightGBM'));
  const changed = (attributes: object) =>
    tree && { ...tree, attributes: { ...tree.attributes, ...attributes } };

  test.each([
    ['a comparison of another kind', { nodes_modes: { texts: ['BRANCH_EQ'] } }],
    ['the greatest of the trees', { aggregate_function: { text: 'MAX' } }],
    ['scores that are changed', { post_transform: { text: 'PROBIT' } }],
    ['children that are not there', { nodes_truenodeids: { integers: new Array(999).fill(77) } }],
    ['a node that is its own child', { nodes_truenodeids: { integers: new Array(999).fill(0) } }],
    ['a feature that is not there', { nodes_featureids: { integers: new Array(999).fill(5) } }],
  ])('%s', (_, attributes) => {
    const node = changed(attributes);
    expect(node && withNodes(node, ...others)).toBeUndefined();
  });

  test.each<[string, Buffer]>([
    ['two numbers of each row', integers(2, 5)],
    ['numbers of several rows', integers(-1, 2)],
    ['nobody knows what', integers()],
  ])('what is shaped again as %s', (_, shape) => {
    const made = tree && { ...tree, operator: 'Reshape', inputs: ['input', 's'], outputs: ['made'] };
    const after = tree && { ...tree, attributes: tree.attributes, inputs: ['made'] };
    const ask = (bytes: Buffer) =>
      made &&
      after &&
      treesOffered(
        { ...outline, nodes: [made, after], constants: [{ name: 's', bytes }] },
        rest,
        columnsOf('LightGBM'),
      );
    expect(ask(shape)).toBeUndefined();
    expect(ask(integers(-1, 5))?.owners).toEqual([0, 1, 2, 3, 4]);
  });

  test('several ensembles, and none', () => {
    expect(tree && withNodes(tree, tree)).toBeUndefined();
    expect(withNodes(...others)).toBeUndefined();
  });

  test('numbers that are made of several columns', () => {
    const mixing = decodeModel(composeOffered({ outline, ...rest })).graph.nodes.slice(0, 1);
    const [node] = mixing;
    const made = node && tree && { ...tree, operator: 'MatMul', inputs: ['input', 'w'], outputs: ['made'] };
    const after = tree && { ...tree, attributes: tree.attributes, inputs: ['made'] };
    expect(made && after && withNodes(made, after)).toBeUndefined();
  });
});

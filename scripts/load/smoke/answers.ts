/** Predictions and what explains them: right in themselves, and the same whichever way one asks. */
import type { Dataset } from '../../../shared/datasets/declaration.ts';
import type { Row } from '../rows.ts';
import { type Call, type Check, expected, need, needNear } from './call.ts';

type Fields = Readonly<Record<string, unknown>>;

const numbers = (value: unknown): number[] =>
  Array.isArray(value) && value.every((one) => typeof one === 'number') ? value : [];

/** The answer as one number or label. @throws Error when it is none, or not within its interval */
export function answerIn(fields: Fields, { target }: Dataset): number | string {
  if (target.task === 'classification') return labelIn(fields, target.classes);
  const value = fields[target.column];
  need(typeof value === 'number', `${target.column} is ${JSON.stringify(value)}, expected a number`);
  const { interval } = fields as { interval?: { lower: number; upper: number } | null };
  if (interval)
    need(
      interval.lower <= value && value <= interval.upper,
      `${value} is outside of ${interval.lower} to ${interval.upper}`,
    );
  return value;
}

function labelIn({ label, probabilities }: Fields, classes: readonly string[]): string {
  need(typeof label === 'string' && classes.includes(label), `label is ${JSON.stringify(label)}`);
  const sum = Object.values((probabilities ?? {}) as Record<string, number>).reduce((a, b) => a + b, 0);
  needNear(sum, 1, 1e-5, 'probabilities sum to 1');
  return label;
}

export function answerChecks(dataset: Dataset, rows: readonly Row[]): Check[] {
  const [row = dataset.example] = rows;
  const answered = async (call: Call, one: object): Promise<number | string> =>
    answerIn((await expected(200, call('POST /predict', one))).fields, dataset);
  const explained = (fields: Fields): void => sumsUp(fields, dataset);
  return [
    {
      routes: ['POST /predict'],
      holds: async (call) => {
        for (const one of [dataset.example, row, {}]) await answered(call, one);
        const known = await answered(call, dataset.example);
        need(known === (await answered(call, dataset.example)), 'the same row has another answer now');
        await expected(400, call('POST /predict', 'no JSON'));
        await expected(422, call('POST /predict', []));
      },
    },
    {
      routes: ['POST /batch_predict'],
      holds: async (call) => {
        const alone = await Promise.all(rows.map((one) => answered(call, one)));
        for (const [type, body] of bodiesOf(rows)) {
          const headers = { 'content-type': type };
          const { fields } = await expected(200, call('POST /batch_predict', body, headers));
          const together = (fields.predictions as Fields[]).map((one) => answerIn(one, dataset));
          need(
            JSON.stringify(together) === JSON.stringify(alone),
            `as ${type}: ${together} where /predict says ${alone}`,
          );
        }
      },
    },
    {
      routes: ['POST /explain', 'POST /batch_explain'],
      holds: async (call) => {
        const { fields: first } = await expected(200, call('POST /explain', row));
        explained(first);
        // A model that was brought has the one method that it is explained by.
        const others = first.method === 'path_dependent' ? ['interventional'] : [];
        for (const method of [String(first.method), ...others])
          explained((await expected(200, call(`POST /explain?method=${method}`, row))).fields);
        const { fields } = await expected(200, call('POST /batch_explain', [...rows]));
        for (const one of fields.explanations as Fields[]) explained(one);
        await expected(422, call('POST /explain?method=guess', row));
      },
    },
    {
      routes: ['POST /comparables'],
      holds: async (call) => {
        const asked = call('POST /comparables?k=3', row);
        if (!dataset.comparables) return void (await expected(404, asked));
        const found = (await expected(200, asked)).fields.comparables as { likeness: number }[];
        need(found.length === 3, `${found.length} comparable rows, expected 3`);
        const [first, second, third] = found.map(({ likeness }) => likeness);
        need(Number(first) >= Number(second) && Number(second) >= Number(third), 'not the most alike first');
      },
    },
    {
      routes: ['POST /test_preprocess'],
      holds: async (call) => {
        const { fields } = await expected(200, call('POST /test_preprocess', row));
        const names = Object.keys(fields.features as object);
        need(names.length > 0 && names.join() === String(fields.feature_names), `features are ${names}`);
      },
    },
    {
      routes: ['POST /feedback'],
      holds: async (call) => {
        const { target } = dataset;
        const actual = target.task === 'regression' ? 1 : target.classes[0];
        // Of a prediction that never was: it is taken, and changes nothing.
        const request_id = `smoke-${crypto.randomUUID()}`;
        await expected(202, call('POST /feedback', { request_id, actual }));
        await expected(422, call('POST /feedback', { request_id, actual: null }));
      },
    },
  ];
}

/** base + contributions = answer. @throws Error otherwise */
function sumsUp(fields: Fields, dataset: Dataset): void {
  const answer = answerIn(fields, dataset);
  const value =
    typeof answer === 'number' ? answer : ((fields.probabilities as Record<string, number>)[answer] ?? 0);
  const sum = numbers(fields.shap_values).reduce((a, b) => a + b, Number(fields.base_value));
  needNear(value, sum, 1e-4, 'the answer is not what its explanation adds up to');
}

/** The same rows in each of the three formats. */
function bodiesOf(rows: readonly Row[]): [type: string, body: string][] {
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const cell = (value: Row[string] | undefined): string =>
    value === undefined ? '' : `"${String(value).replaceAll('"', '""')}"`;
  const csv = [columns.join(','), ...rows.map((row) => columns.map((name) => cell(row[name])).join(','))];
  return [
    ['application/json', JSON.stringify(rows)],
    ['application/x-ndjson', rows.map((row) => JSON.stringify(row)).join('\n')],
    ['text/csv', csv.join('\n')],
  ];
}

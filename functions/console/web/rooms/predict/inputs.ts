/** What is filled in: as texts while somebody writes, in the address, and as a predictor takes it. */
import type { FormField } from '../../../../../shared/api/predicting.ts';
import { t } from '../../texts/texts.ts';
import { number } from '../../ui/format.ts';

/** Texts by column; what is not given is not in it. */
export type Inputs = Readonly<Record<string, string>>;

/** Names in the address begin so: columns may be called anything. */
export type Prefix = 'in.' | 'kept.';

export const inputsIn = (query: URLSearchParams, prefix: Prefix): Inputs =>
  Object.fromEntries(
    [...query]
      .filter(([name, value]) => name.startsWith(prefix) && value !== '')
      .map(([name, value]) => [name.slice(prefix.length), value]),
  );

/** For the address: fields that are not given are taken out of it. */
export const asked = (
  fields: readonly Pick<FormField, 'name'>[],
  inputs: Inputs,
  prefix: Prefix,
): Record<string, string | undefined> =>
  Object.fromEntries(fields.map(({ name }) => [prefix + name, inputs[name] || undefined]));

/** What is wrong with a text, for who wrote it. */
export function problemIn(field: FormField, text: string | undefined): string | undefined {
  const given = text?.trim() ?? '';
  if (given === '') return undefined;
  const texts = t().predict;
  if (field.type === 'date') return isDay(given) ? undefined : texts.noDate(given);
  if (field.type !== 'number' && field.type !== 'integer') return undefined;
  const value = Number(given);
  if (!Number.isFinite(value)) return texts.noNumber(given);
  if (field.type === 'integer' && !Number.isInteger(value)) return texts.noWhole(given);
  const [least, most] = field.range ?? [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
  return value >= least && value <= most ? undefined : texts.outside(number(least), number(most));
}

const isDay = (text: string): boolean =>
  /^\d{4}-\d{2}-\d{2}$/.test(text) &&
  !Number.isNaN(Date.parse(text)) &&
  new Date(text).toISOString().startsWith(text);

export const problemsIn = (fields: readonly FormField[], inputs: Inputs): Readonly<Record<string, string>> =>
  Object.fromEntries(
    fields.flatMap((field) => {
      const problem = problemIn(field, inputs[field.name]);
      return problem ? [[field.name, problem]] : [];
    }),
  );

/** As a predictor takes it; undefined where there is nothing to ask with. */
export function rowOf(
  fields: readonly FormField[],
  inputs: Inputs,
): Readonly<Record<string, string | number>> | undefined {
  if (Object.keys(problemsIn(fields, inputs)).length > 0) return undefined;
  const cells = fields.flatMap(({ name, type }) => {
    const text = inputs[name]?.trim() ?? '';
    if (text === '') return [];
    return [[name, type === 'number' || type === 'integer' ? Number(text) : text] as const];
  });
  return cells.length === 0 ? undefined : Object.fromEntries(cells);
}

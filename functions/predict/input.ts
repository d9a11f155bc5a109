/** One object of a request: read, checked, normalised, and what there is to say about it. */
import type { Dataset } from '../../shared/datasets/declaration.ts';
import { type Problem, type Row, validateRequest } from '../../shared/datasets/schema.ts';
import { HttpError } from '../../shared/runtime/http.ts';
import type { ServedModel } from './served-model.ts';

export interface Input {
  /** As the client sent it, without fields that the data set does not have. */
  readonly given: Readonly<Record<string, unknown>>;
  readonly row: Row;
  /** Names of fields that the data set does not have. */
  readonly ignored: readonly string[];
}

export interface InputSummary {
  readonly given: readonly string[];
  /** What the model would have liked to know. */
  readonly missing: readonly string[];
  /** Values that the model has never seen: it answers as for a missing one, or by what is near. */
  readonly unknown: Readonly<Record<string, string>>;
  readonly ignored: readonly string[];
}

/** @throws HttpError 422 naming every bad field */
export function readInput(dataset: Dataset, body: unknown): Input {
  const checked = checkInput(dataset, body);
  if ('problems' in checked) throw refused(checked.problems);
  return checked;
}

export function checkInput(
  dataset: Dataset,
  value: unknown,
): Input | { readonly problems: readonly Problem[] } {
  const checked = validateRequest(dataset, value);
  if ('problems' in checked) return checked;
  const { row, ignored } = checked;
  return {
    given: ignored.length === 0 ? (value as Input['given']) : without(value as Input['given'], row),
    row,
    ignored,
  };
}

/** @param problems each with its field, and its row where there are several */
export function refused(problems: readonly Problem[]): HttpError {
  const fields = [...new Set(problems.map(({ field }) => field || 'body'))].join(', ');
  return new HttpError(422, `not valid: ${fields}`, { detail: problems });
}

export function summaryOf({ row, ignored }: Input, { graph, known }: ServedModel): InputSummary {
  const given: string[] = [];
  const unknown: Record<string, string> = {};
  for (const name in row) {
    const value = row[name];
    if (value === null) continue;
    given.push(name);
    if (typeof value === 'string' && known.get(name)?.has(value) === false) unknown[name] = value;
  }
  const missing: string[] = [];
  for (const { name } of graph.inputs) if ((row[name] ?? null) === null) missing.push(name);
  return { given, missing, unknown, ignored };
}

function without(given: Input['given'], row: Row): Input['given'] {
  return Object.fromEntries(Object.entries(given).filter(([name]) => Object.hasOwn(row, name)));
}

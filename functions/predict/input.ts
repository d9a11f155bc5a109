/** One object of a request: read, checked, normalised, and what there is to say about it. */
import type { Dataset } from '../../shared/datasets/declaration.ts';
import { suggestionsFor } from '../../shared/datasets/request-fields.ts';
import { type Problem, type Row, validateRequest } from '../../shared/datasets/schema.ts';
import { HttpError } from '../../shared/runtime/http/http.ts';
import { excessOf, mendedRow } from './bounded.ts';
import type { ServedModel } from './served-model.ts';

export interface Input {
  /** As the client sent it, without fields that the data set does not have. */
  readonly given: Readonly<Record<string, unknown>>;
  readonly row: Row;
  /** Names of fields that the data set does not have. */
  readonly ignored: readonly string[];
  /** For those of them that are nearly right, the name that may have been meant. */
  readonly suggestions?: Readonly<Record<string, string>>;
}

/** What is to be said of a row that was answered; what there is nothing to say of is left out. */
export interface Remarks {
  /** Values that the model has never seen: it answers as for a missing one, or by what is near. */
  readonly unknown?: Readonly<Record<string, string>>;
  readonly ignored?: readonly string[];
  readonly suggestions?: Readonly<Record<string, string>>;
}

export interface InputSummary extends Remarks {
  readonly given: readonly string[];
  /** What the model would have liked to know. */
  readonly missing: readonly string[];
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
  const excess = excessOf(value);
  if (excess) return { problems: excess };
  const checked = validateRequest(dataset, mendedRow(value));
  if ('problems' in checked) return checked;
  const { row, given, ignored } = checked;
  const input = { given: jsonOf(given), row, ignored };
  if (ignored.length === 0) return input;
  const suggestions = suggestionsFor(dataset, ignored);
  return isEmpty(suggestions) ? input : { ...input, suggestions };
}

/** @param problems each with its field, and its row where there are several */
export function refused(problems: readonly Problem[]): HttpError {
  const [first] = problems;
  const fields = [...new Set(problems.map(({ field }) => field || 'body'))].join(', ');
  // What is wrong with a row as a whole has no name.
  return new HttpError(422, `not valid: ${first?.field === '' ? first.message : fields}`, {
    detail: problems,
  });
}

export function summaryOf(input: Input, model: ServedModel): InputSummary {
  const { row } = input;
  const isGiven = (name: string): boolean => (row[name] ?? null) !== null;
  const given = Object.keys(row).filter(isGiven);
  const missing = model.graph.inputs.map(({ name }) => name).filter((name) => !isGiven(name));
  return { given, missing, unknown: {}, ignored: [], ...remarksOn(input, model) };
}

export function remarksOn({ row, ignored, suggestions }: Input, { known }: ServedModel): Remarks {
  const unknown: Record<string, string> = {};
  for (const [name, values] of known) {
    const value = row[name];
    if (typeof value === 'string' && !values.has(value)) unknown[name] = value;
  }
  return {
    ...(isEmpty(unknown) ? {} : { unknown }),
    ...(ignored.length === 0 ? {} : { ignored }),
    ...(suggestions ? { suggestions } : {}),
  };
}

/** The remarks on one of many rows as a member of its answer, where there are any. */
export function remarksMember(input: Input, model: ServedModel): { readonly input_summary?: Remarks } {
  const remarks = remarksOn(input, model);
  return isEmpty(remarks) ? {} : { input_summary: remarks };
}

function isEmpty(object: object): boolean {
  for (const _ in object) return false;
  return true;
}

/** What is echoed and logged: of a number that no double holds, its digits. */
function jsonOf(given: Input['given']): Input['given'] {
  const entries = Object.entries(given);
  if (!entries.some(([, value]) => typeof value === 'bigint')) return given;
  return Object.fromEntries(
    entries.map(([name, value]) => [name, typeof value === 'bigint' ? String(value) : value]),
  );
}

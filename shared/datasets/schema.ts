/** What a request may say about a row: the JSON Schema made from a declaration (OpenAPI, forms), and the check. */
import type { ColumnDeclaration, Dataset } from './declaration.ts';
import { kindOf, normaliseValue } from './normalise.ts';
import { fieldsOf, noneKnown } from './request-fields.ts';

export type JsonSchema = Readonly<Record<string, unknown>>;

/** Normalised values of the columns that a model may see; null is missing. */
export type Row = Record<string, number | string | null>;

export interface Problem {
  readonly field: string;
  readonly message: string;
  /** What was sent, shortened. */
  readonly value?: unknown;
}

export type Checked =
  | {
      readonly row: Row;
      /** The fields that the data set has, under its names, as they were sent. */
      readonly given: Readonly<Record<string, unknown>>;
      /** Names of fields that the data set does not have. */
      readonly ignored: readonly string[];
    }
  | { readonly problems: readonly Problem[] };

/** The columns that a request may give: all but the target. */
export function requestColumns(dataset: Dataset): readonly (readonly [string, ColumnDeclaration])[] {
  return Object.entries(dataset.columns).filter(([name]) => name !== dataset.target.column);
}

/** JSON Schema of one object of a request; any field may be absent. */
export function requestSchema(dataset: Dataset): JsonSchema {
  const columns = requestColumns(dataset).map(([name, declaration]) => [name, columnSchema(declaration)]);
  return {
    type: 'object',
    title: `${dataset.title}: one row`,
    properties: Object.fromEntries(columns),
    additionalProperties: true,
    ...(dataset.example ? { example: dataset.example } : {}),
  };
}

/**
 * Checks one object of a request and normalises it. Every bad field is named at once. Fields that the data set does
 * not have are ignored, but reported; an object that has only such is refused, as its answer would be that to nothing.
 */
export function validateRequest(dataset: Dataset, object: unknown): Checked {
  if (typeof object !== 'object' || object === null || Array.isArray(object))
    return wrong(`expected an object, got ${kindOf(object)}`, object);
  const { given, ignored } = fieldsOf(dataset, object as Readonly<Record<string, unknown>>);
  if (ignored.length > 0 && Object.keys(given).length === 0)
    return wrong(noneKnown(dataset, ignored), object);
  const problems: Problem[] = [];
  const row: Row = {};
  for (const [name, declaration] of requestColumns(dataset)) {
    const value = Object.hasOwn(given, name) ? given[name] : null;
    const result = normaliseValue(declaration, value);
    const message = 'problem' in result ? result.problem : outOfRange(declaration, result.value);
    if (message !== undefined) problems.push({ field: name, message, value: shortened(value) });
    else if ('value' in result) row[name] = result.value;
  }
  return problems.length > 0 ? { problems } : { row, given, ignored };
}

/** A problem of the whole object. */
const wrong = (message: string, value: unknown): Checked => ({
  problems: [{ field: '', message, value: shortened(value) }],
});

/** What is wrong with a value that was read, where it lies outside of its range. */
export function outOfRange(
  { range, unit }: ColumnDeclaration,
  value: number | string | null,
): string | undefined {
  if (!range || typeof value !== 'number' || (value >= range[0] && value <= range[1])) return undefined;
  return `expected ${range[0]} to ${range[1]}${unit ? ` ${unit}` : ''}, got ${value}`;
}

/** Known values are examples, not an enumeration: a value never seen is answered, not refused. */
function columnSchema(declaration: ColumnDeclaration): JsonSchema {
  const { label, description, unit, range, values } = declaration;
  const words = [description, unit ? `in ${unit}` : undefined].filter(Boolean).join('; ');
  return {
    title: label,
    ...TYPES[declaration.type],
    ...(words ? { description: words } : {}),
    ...(range ? { minimum: range[0], maximum: range[1] } : {}),
    ...(values ? { examples: values } : {}),
    ...(unit ? { 'x-unit': unit } : {}),
  };
}

const TYPES: Record<ColumnDeclaration['type'], JsonSchema> = {
  number: { type: ['number', 'string', 'null'] },
  integer: { type: ['integer', 'string', 'null'] },
  date: { type: ['string', 'null'], format: 'date' },
  code: { type: ['string', 'number', 'null'] },
  text: { type: ['string', 'null'] },
};

/** What is echoed to the sender stays small. */
function shortened(value: unknown): unknown {
  if (typeof value === 'string') return value.slice(0, 100);
  // JSON has none such.
  if (typeof value === 'bigint') return String(value).slice(0, 100);
  return typeof value === 'object' && value !== null ? kindOf(value) : value;
}

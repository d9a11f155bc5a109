/**
 * A declaration drafted from a file, for a person to read and mend: plain data, and beside it why each choice was made.
 * All but the number of rows and the classes is judged by a sample that is spread evenly over the file.
 */
import { checkDataset } from '../../datasets/check.ts';
import type { ColumnDeclaration, Dataset, Rule } from '../../datasets/declaration.ts';
import { FormatError } from '../../formats/index.ts';
import type { FeatureSpecification } from '../../ml/features/specification.ts';
import type { Limits } from '../reading/limits.ts';
import { baselineOf, baselineRows } from './baseline.ts';
import { type ColumnDraft, draftColumn } from './column-draft.ts';
import { combinationsThatHelp } from './combinations.ts';
import { exampleOf } from './example.ts';
import { draftFeatures } from './features-draft.ts';
import { type DraftedFile, sampleFile } from './file-sample.ts';
import { floorsOf } from './floors.ts';
import { keysOf } from './keys.ts';
import { leaksOf, soundsLater, told } from './leaks.ts';
import { rulesOf } from './rules-draft.ts';
import { draftTarget, type TargetDraft, type TaskAsked } from './target-draft.ts';

export interface Asked {
  readonly name: string;
  readonly target: string;
  readonly task?: TaskAsked;
}

/** Why a choice was made, at its place in the declaration. */
export interface Reason {
  readonly at: readonly (string | number)[];
  readonly why: string;
}

export interface Draft {
  readonly dataset: Dataset;
  readonly reasons: readonly Reason[];
}

/** Of the rows of a file, how many are needed to learn; no file needs more than the second. */
const LEAST_SHARE = 0.5;
const ENOUGH_ROWS = 20_000;
const FEWEST_ROWS = 100;
const MOST_WATCHED = 20;
const MOST_LISTED = 1_000;

/**
 * @throws FormatError for a file that is not read, or has nothing to learn; DeclarationError when what was drafted is
 *   no declaration, as with names of columns that the tables have
 */
export async function draftFile(file: DraftedFile, asked: Asked, limits: Limits): Promise<Draft> {
  const sample = await sampleFile(file, asked.target, limits);
  if (sample.rows < FEWEST_ROWS)
    throw new FormatError(`the file has ${sample.rows} rows, at least ${FEWEST_ROWS} are needed to learn`);
  const target = draftTarget(asked.target, sample.texts.get(asked.target) ?? [], sample.targets, asked.task);
  const columns = [...sample.texts].map(([name, texts]) =>
    name === asked.target ? target.column : draftColumn(name, texts),
  );
  const seen = `judged by ${sample.sampled} of the file's ${sample.rows} rows, spread evenly over it`;
  const draft = withFloors(drafted(asked, target, columns, sample), columns, sample.sampled);
  checkDataset(draft.dataset);
  return { ...draft, reasons: [{ at: ['columns'], why: seen }, ...draft.reasons] };
}

function drafted(
  { name }: Asked,
  target: TargetDraft,
  columns: readonly ColumnDraft[],
  { rows, sampled }: { readonly rows: number; readonly sampled: number },
): Draft {
  const inputs = columns.filter((column) => column !== target.column);
  const leaks = leaksOf(inputs, target.column);
  const { identity, group } = keysOf(inputs, sampled);
  const classes = target.target.task === 'classification' ? target.target.classes.length : 1;
  const seen = inputs.map((column) => ({ column, ...seenOf(column, leaks, [identity, group], classes) }));
  const features = distinctNames(seen.flatMap((one) => one.features));
  if (features.length === 0) throw new FormatError('no column is left that could tell the target');
  const used = seen.filter((one) => one.features.length > 0).map(({ column }) => column);
  const texts = used.filter(({ declaration: { type } }) => type === 'text' || type === 'code');
  const rules: Rule[] = [...target.rules, ...rulesOf(used)];
  const dataset: Dataset = {
    name,
    title: titleOf(name),
    description: `Drafted from a file of ${rows} rows and ${columns.length} columns: predict ${target.column.name}.`,
    columns: Object.fromEntries(columns.map(declared(group))),
    target: target.target,
    rules,
    derived: {},
    features,
    identity: identity === undefined ? columns.map((column) => column.name) : [identity],
    group: group === undefined ? [] : [group],
    training: {
      minRows: Math.min(ENOUGH_ROWS, Math.max(50, Math.floor(LEAST_SHARE * rows))),
      minSourceShare: 0.8,
    },
    accept: [],
    objective: target.objective,
    drift: {
      columns: watched(used, target.column),
      share: 0.5,
      minRows: Math.min(500, Math.max(30, Math.floor(rows / 10))),
    },
    slices: texts
      .filter(({ distinct }) => distinct <= 20)
      .slice(0, 3)
      .map((column) => column.name),
    listed: texts.filter(({ distinct }) => distinct <= MOST_LISTED).map((column) => column.name),
    example: exampleOf(used),
  };
  return {
    dataset,
    reasons: [
      ...columns.map((column): Reason => ({ at: ['columns', column.name], why: column.why })),
      ...seen.map(({ column, why }): Reason => ({ at: ['columns', column.name], why: `seen: ${why}` })),
      { at: ['target'], why: target.why },
      { at: ['identity'], why: identityWhy(identity) },
      { at: ['group'], why: groupWhy(group) },
      { at: ['training'], why: 'half of the rows of this file, at most 20,000, before a first training' },
      { at: ['drift'], why: 'columns that the model sees, those that tell most of the target first' },
    ],
  };
}

/** A group is a code, so that it is a text wherever it is compared. */
const declared =
  (group: string | undefined) =>
  ({ name, declaration }: ColumnDraft): [string, ColumnDeclaration] => {
    if (name !== group || declaration.type === 'code' || declaration.type === 'text')
      return [name, declaration];
    const { label, missing } = declaration;
    return [name, { type: 'code', label, ...(missing ? { missing } : {}) }];
  };

function seenOf(
  column: ColumnDraft,
  leaks: ReadonlyMap<string, string>,
  keys: readonly (string | undefined)[],
  classes: number,
) {
  const leak = leaks.get(column.name);
  if (leak) return { features: [], why: `LEFT OUT, it gives the answer away: ${leak}` };
  if (keys.includes(column.name)) return { features: [], why: 'left out: it names a row or whose it is' };
  const { features, why } = draftFeatures(column, classes);
  const later = soundsLater(column.name) ? '; CHECK: is it known before the target is?' : '';
  return { features, why: why + later };
}

/** A feature whose name another has is one too many. */
function distinctNames(features: readonly FeatureSpecification[]): FeatureSpecification[] {
  const names = new Set<string>();
  return features.filter(({ name }) => names.size !== names.add(name).size);
}

const titleOf = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1).replaceAll('-', ' ');

function watched(columns: readonly ColumnDraft[], target: ColumnDraft): string[] {
  const telling = columns.map((column) => ({ name: column.name, share: told(column, target) }));
  return telling
    .sort((a, b) => b.share - a.share)
    .slice(0, MOST_WATCHED)
    .map(({ name }) => name);
}

const identityWhy = (identity: string | undefined): string =>
  identity === undefined
    ? 'no column names a row: rows that agree in all they say are one'
    : `${identity} differs in every row that was looked at: rows that agree in it are one`;

const groupWhy = (group: string | undefined): string =>
  group === undefined
    ? 'no column was found that names what several rows are of: if there is one (a customer), name it here'
    : `several rows are of one ${group}: they stay on one side of every split`;

/** What a quick fit reaches says what to ask of a model, and which combinations help. */
function withFloors({ dataset, reasons }: Draft, columns: readonly ColumnDraft[], sampled: number): Draft {
  const values = Object.fromEntries(
    columns.map(({ name, declaration, values }) => [
      name,
      dataset.columns[name]?.type !== declaration.type ? Array.from(values, asText) : values,
    ]),
  );
  const table = baselineRows(dataset, { rows: sampled, columns: values });
  const quick = baselineOf(dataset, table);
  if (!quick)
    return {
      dataset,
      reasons: [
        ...reasons,
        { at: ['accept'], why: 'too few rows for a quick fit: set what a model must reach' },
      ],
    };
  const numbers = numbersOf(dataset);
  const { kept, after } = combinationsThatHelp(dataset, table, numbers, quick);
  const floors = floorsOf(dataset, after.metrics, table);
  return {
    dataset: { ...dataset, features: [...dataset.features, ...kept], accept: floors.accept },
    reasons: [
      ...reasons,
      { at: ['accept'], why: floors.why },
      {
        at: ['features'],
        why:
          kept.length > 0
            ? `products and ratios at the end made a quick fit better: ${kept.map(({ name }) => name).join(', ')}`
            : 'products and ratios of two columns were tried: none made a quick fit better by 1 %',
      },
    ],
  };
}

const asText = (value: number | string | null): string | null =>
  value === null || Number.isNaN(value) ? null : String(value);

/** Numeric columns that are features, the most telling first. */
function numbersOf({ columns, features, drift }: Dataset): string[] {
  const names = new Set(features.map(({ name }) => name));
  return drift.columns.filter((name) => {
    const type = columns[name]?.type;
    return names.has(name) && (type === 'number' || type === 'integer');
  });
}

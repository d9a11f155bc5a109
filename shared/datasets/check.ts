/** Finds the mistakes in a declaration before any data meets it. */
import { type Expression, partsOf } from '../ml/expression.ts';
import type { FeatureSpecification } from '../ml/features/specification.ts';
import type { Dataset, Derived } from './declaration.ts';
import { isNumeric } from './normalise.ts';
import { validateRequest } from './schema.ts';
import { DAY_ORDERS, NUMBER_STYLES } from './values/form.ts';
import { canonicalText } from './values/text.ts';

/** Names that the tables have beside the data set's own columns. */
const RESERVED = new Set([
  'batch',
  'row_number',
  'origin',
  'load_date',
  'processed_date',
  'identity',
  'bucket',
  'raw_text',
]);
/** Reasons that `clean` gives by itself. */
const BUILT_IN = new Set(['malformed']);

/** @throws Error that lists every mistake. */
export function checkDataset(dataset: Dataset): void {
  const mistakes = [
    ...names(dataset),
    ...references(dataset),
    ...target(dataset),
    ...numericUses(dataset),
    ...writing(dataset),
    ...weights(dataset),
    ...history(dataset),
    ...earlierFeatures(dataset),
    ...example(dataset),
  ];
  if (mistakes.length > 0)
    throw new Error(`the declaration of data set "${dataset.name}" is wrong: ${mistakes.join('; ')}`);
}

function names({ name, columns, derived, rules, features }: Dataset): string[] {
  const twice = (what: string, all: readonly string[]): string[] =>
    all.filter((one, i) => all.indexOf(one) !== i).map((one) => `two ${what} are called "${one}"`);
  const taken = [...Object.keys(columns), ...Object.keys(derived)];
  return [
    ...(/^[a-z][a-z0-9-]{0,39}$/.test(name)
      ? []
      : [`the name must be lower case, digits and "-", got "${name}"`]),
    ...(['marea', 'public', 'information-schema'].includes(name) ? [`the name "${name}" is taken`] : []),
    ...taken
      .filter((one) => RESERVED.has(one))
      .map((one) => `the column name "${one}" is taken by the tables`),
    // Postgres cuts longer names.
    ...taken
      .filter((one) => Buffer.byteLength(one) > 60 || one === '')
      .map((one) => `bad column name "${one}"`),
    ...rules.filter((rule) => BUILT_IN.has(rule.name)).map((rule) => `the rule name "${rule.name}" is taken`),
    ...rules
      .filter((rule) => !/^[a-z][a-z0-9_]*$/.test(rule.name))
      .map((rule) => `rule "${rule.name}" is not snake_case`),
    ...twice(
      'rules',
      rules.map((rule) => rule.name),
    ),
    ...twice('columns', taken),
    ...twice(
      'features',
      features.map((feature) => feature.name),
    ),
    ...(Object.keys(columns).length === 0 ? ['there are no columns'] : []),
  ];
}

/** Every place that names a column, with the column. */
function references(dataset: Dataset): string[] {
  const uses: (readonly [string, readonly string[]])[] = [
    ['target', [dataset.target.column]],
    ['identity', dataset.identity],
    ['group', dataset.group],
    ['drift', dataset.drift.columns],
    ['listed', dataset.listed],
    ['slices', dataset.slices ?? []],
    ['comparables', dataset.comparables ?? []],
    ['example', Object.keys(dataset.example)],
    ...(dataset.weights ?? []).flatMap(({ when }) =>
      when.map(({ column }) => ['weights', [column]] as const),
    ),
    ...dataset.rules.map((rule) => [`rule "${rule.name}"`, [rule.rejects.column]] as const),
    ...Object.entries(dataset.derived).map(([name, { of }]) => [`derived "${name}"`, columnsOf(of)] as const),
    ...dataset.features.map((feature) => [`feature "${feature.name}"`, featureColumns(feature)] as const),
  ];
  const unknown = uses.flatMap(([where, columns]) =>
    columns
      .filter((column) => !Object.hasOwn(dataset.columns, column))
      .map((column) => `${where} names the column "${column}", which is not declared`),
  );
  return dataset.identity.length === 0 ? [...unknown, 'identity names no column'] : unknown;
}

function target({ columns, target: { column, ...rest }, features }: Dataset): string[] {
  const declaration = columns[column];
  if (!declaration) return [];
  const leaks = features
    .filter((feature) => featureColumns(feature).includes(column))
    .map((feature) => `feature "${feature.name}" uses the target`);
  if (rest.task !== 'regression' || rest.transform !== 'log') leaks.push(...perUnit(features));
  if (rest.task === 'regression' && !isNumeric(declaration))
    leaks.push(`the target "${column}" is not numeric`);
  if (rest.task === 'classification' && isNumeric(declaration))
    leaks.push(`the target "${column}" is not a text`);
  if (rest.task === 'classification' && rest.classes.length < 2)
    leaks.push('the target has fewer than two classes');
  return leaks;
}

/** Means of the target for each unit of something are of logarithms. */
function perUnit(features: readonly FeatureSpecification[]): string[] {
  return features
    .filter((feature) => feature.kind === 'targetMean' && feature.per !== undefined)
    .map((feature) => `feature "${feature.name}" takes the target per unit, but it is no logarithm`);
}

/** Ranges need numbers, sets of values need texts. */
function numericUses({ columns, rules, weights = [], listed }: Dataset): string[] {
  const numeric = (name: string): boolean | undefined =>
    columns[name] ? isNumeric(columns[name]) : undefined;
  const conditions = [
    ...rules.map(({ name, rejects }) => [`rule "${name}"`, rejects] as const),
    ...weights.flatMap(({ when }, at) => when.map((one) => [`weight ${at + 1}`, one] as const)),
  ];
  const wrong = conditions.flatMap(([where, { when, column }]) => {
    const isNumber = numeric(column);
    if (isNumber === false && (when === 'outside' || when === 'at most'))
      return [`${where} compares the text column "${column}" with a number`];
    if (isNumber === true && (when === 'one of' || when === 'not one of'))
      return [`${where} compares the numeric column "${column}" with texts`];
    return [];
  });
  return [
    ...wrong,
    ...listed.filter((name) => numeric(name)).map((name) => `listed column "${name}" is not a text`),
  ];
}

/** How values are written is one of the known ways, and texts are compared as they come out of cleaning. */
function writing({ columns, target }: Dataset): string[] {
  const own = Object.entries(columns).flatMap(([name, { type, dates, numbers, values = [] }]) => [
    ...style(name, 'dates', dates, type === 'date', DAY_ORDERS),
    ...style(name, 'numbers', numbers, type === 'number' || type === 'integer', NUMBER_STYLES),
    ...values.flatMap((value) => uncomposed(`column "${name}" knows`, value)),
    ...uncomposed('there is the column', name),
  ]);
  const classes = target.task === 'classification' ? target.classes : [];
  return [...own, ...classes.flatMap((label) => uncomposed('the target has the class', label))];
}

function style(
  column: string,
  key: 'dates' | 'numbers',
  written: string | undefined,
  fits: boolean,
  known: readonly string[],
): string[] {
  if (written === undefined) return [];
  if (!fits) return [`column "${column}" has no ${key}: its type is another`];
  return known.includes(written)
    ? []
    : [`column "${column}" has ${key} "${written}", none of ${known.join(', ')}`];
}

const uncomposed = (where: string, text: string): string[] =>
  canonicalText(text) === text
    ? []
    : [`${where} ${JSON.stringify(text)}, which is read as "${canonicalText(text)}"`];

function weights({ weights: declared = [] }: Dataset): string[] {
  return declared.flatMap(({ when, counts }, at) => [
    ...(counts > 0 && Number.isFinite(counts) ? [] : [`weight ${at + 1} counts ${counts}, expected above 0`]),
    ...(when.length > 0 ? [] : [`weight ${at + 1} has no condition`]),
  ]);
}

function history({ columns, group, target: { column }, history: declared }: Dataset): string[] {
  if (!declared) return [];
  const { order, count, last } = declared;
  const isNumber = (name: string): boolean | undefined => columns[name] && isNumeric(columns[name]);
  return [
    ...(group.length > 0 ? [] : ['history needs a group']),
    ...(isNumber(order) === undefined ? [`history names the column "${order}", which is not declared`] : []),
    ...(isNumber(count) === true ? [] : [`history's count "${count}" is no numeric column`]),
    ...(isNumber(last) === false ? [] : [`history's last "${last}" is no text column`]),
    ...(isNumber(column) === false ? [] : ['history needs a target of classes']),
    ...[count, last]
      .filter((name) => columns[name] && !columns[name].optional)
      .map((name) => `history's column "${name}" is not optional`),
  ];
}

/** Formulas compute with features that are there before them, and have one column. */
function earlierFeatures({ features, target: { task }, derived }: Dataset): string[] {
  const isSingle = ({ kind }: FeatureSpecification): boolean =>
    kind !== 'oneHot' && kind !== 'group' && (kind !== 'targetMean' || task === 'regression');
  const wrong = features.flatMap((feature, at) => {
    const before = new Set(
      features
        .slice(0, at)
        .filter(isSingle)
        .map(({ name }) => name),
    );
    return (feature.kind === 'formula' ? featuresIn(feature.of) : [])
      .filter((name) => !before.has(name))
      .map(
        (name) => `feature "${feature.name}" computes with "${name}", which is no single feature before it`,
      );
  });
  const ofFeatures = Object.entries(derived).filter(
    ([, { of }]) => of.op !== 'yearsBeforeLoad' && featuresIn(of).length > 0,
  );
  return [...wrong, ...ofFeatures.map(([name]) => `derived "${name}" computes with a feature`)];
}

const featuresIn = (expression: Expression): string[] =>
  partsOf(expression).flatMap((part) => (part.op === 'feature' ? [part.name] : []));

function example(dataset: Dataset): string[] {
  const checked = validateRequest(dataset, dataset.example);
  if (!('problems' in checked)) return [];
  return checked.problems.map(({ field, message }) => `the example's ${field}: ${message}`);
}

function columnsOf(of: Expression | Derived['of']): string[] {
  if (of.op === 'column') return [of.name];
  if (of.op === 'constant' || of.op === 'feature') return [];
  if ('left' in of) return [...columnsOf(of.left), ...columnsOf(of.right)];
  return [of.column];
}

function featureColumns(feature: FeatureSpecification): string[] {
  if (feature.kind === 'formula') return columnsOf(feature.of);
  const own = 'column' in feature ? [feature.column] : [];
  const per = feature.kind === 'targetMean' && feature.per !== undefined ? [feature.per] : [];
  const parts = 'levels' in feature ? feature.levels.flat() : 'key' in feature ? feature.key : [];
  return [...own, ...per, ...parts.map((part) => (typeof part === 'string' ? part : part.column))];
}

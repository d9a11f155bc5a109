/** What the means of a specification are of: the target, the target for each unit of a column, or a column. */
import { numeric, type Table } from '../table.ts';
import type { Grouping } from './grouping.ts';
import { type SmoothedMeans, smoothedMeans, type Targets } from './means.ts';
import type { FeatureSpecification, KeyPart } from './specification.ts';
import { namesOfMeans, type Task } from './target.ts';

type Specification = Extract<FeatureSpecification, { kind: 'targetMean' | 'groupMean' }>;

/** Rows that count by the mean of the next level, where a specification does not say. */
const defaultSmoothing = 20;

export interface Means {
  readonly names: readonly string[];
  /** The finest first. */
  readonly levels: readonly Grouping[];
  /** What the given rows say. */
  readonly over: (rows: Int32Array) => SmoothedMeans;
}

/** @throws when the target is to be taken for each unit of a column, but is a class */
export function meansOf(
  specification: Specification,
  training: {
    readonly table: Table;
    readonly targets: Targets;
    readonly task: Task;
    readonly group: (key: readonly KeyPart[]) => Grouping;
  },
): Means {
  const { name, smoothing = defaultSmoothing } = specification;
  const levels = specification.levels.map(training.group);
  const geometric = logarithmsFor(specification, training);
  if (!geometric) {
    const over = (rows: Int32Array) => smoothedMeans(levels, training.targets, rows, smoothing);
    return { names: namesOfMeans(name, training.task), levels, over };
  }
  const over = (rows: Int32Array) => inUnit(smoothedMeans(levels, geometric, rows, smoothing));
  return { names: [name], levels, over };
}

/** What a geometric mean is taken of; undefined for a plain one. */
function logarithmsFor(
  specification: Specification,
  { table, targets, task }: { readonly table: Table; readonly targets: Targets; readonly task: Task },
): Targets | undefined {
  if (specification.kind === 'groupMean') return logarithmsOf(numeric(table, specification.column));
  if (specification.per === undefined) return undefined;
  if (task.task !== 'regression')
    throw new Error(`"${specification.name}" wants the target per ${specification.per}, but it is a class`);
  const { values, ...units } = logarithmsOf(numeric(table, specification.per));
  return { ...units, values: targets.values.map((target, row) => target - (values[row] as number)) };
}

function logarithmsOf(column: Float64Array): Targets {
  return {
    width: 1,
    values: column.map(Math.log),
    known: Uint8Array.from(column, (value) => (value > 0 && Number.isFinite(value) ? 1 : 0)),
  };
}

const inUnit = ({ levels, overall }: SmoothedMeans): SmoothedMeans => ({
  levels: levels.map((means) => means.map(Math.exp)),
  overall: overall.map(Math.exp),
});

/** Metrics by the columns that the data set declares for it: by each value, or by tenths of a number. */
import type { Dataset } from '../../../shared/datasets/declaration.ts';
import type { Answers } from '../../../shared/ml/metrics/answers.ts';
import { REST, slicesOf } from '../../../shared/ml/metrics/slices.ts';
import type { Table } from '../../../shared/ml/table.ts';
import { bandCuts, bandOf } from '../../../shared/stats/bands.ts';
import { moments } from '../../../shared/stats/moments.ts';
import { finite } from '../numbers.ts';
import { compareLoss, rowLosses } from './loss.ts';
import type { CardSlice, SliceGroup } from './section.ts';

/** What stands for a value that is absent. */
const MISSING = '(missing)';
const BANDS = 10;
/** Slices of a column at most: of the states there are more than 50. */
const MOST = 60;

/** @param table the held-out rows, in the order of the answers */
export function sliceGroups(
  { columns, slices = [] }: Pick<Dataset, 'columns' | 'slices'>,
  table: Table,
  answers: Answers,
): SliceGroup[] {
  const losses = rowLosses(answers);
  return slices.map((name) => {
    const column = table.columns[name];
    const declared = columns[name];
    if (!column || !declared) throw new Error(`the held-out rows have no column "${name}"`);
    const groups = column instanceof Float64Array ? tenths(column) : valuesOf(column, declared.values);
    return {
      column: name,
      label: declared.label,
      unit: declared.unit ?? null,
      slices: cardSlices(groups, answers, losses),
    };
  });
}

interface Groups {
  readonly groupOf: readonly string[];
  /** Names as the data set orders them; without, the largest group comes first. */
  readonly order?: readonly string[];
  /** Ascending, where groups are of numbers. */
  readonly bands?: readonly { readonly name: string; readonly from: number; readonly to: number }[];
}

const valuesOf = (column: readonly (string | null)[], order: readonly string[] | undefined): Groups => ({
  groupOf: column.map((value) => value ?? MISSING),
  ...(order ? { order } : {}),
});

function tenths(column: Float64Array): Groups {
  const present = column.filter((value) => !Number.isNaN(value));
  if (present.length === 0) return { groupOf: Array.from(column, () => MISSING) };
  const cuts = bandCuts(present, BANDS);
  const nameOf = (band: number): string => `${band + 1} of ${cuts.length + 1}`;
  const bands = Array.from({ length: cuts.length + 1 }, (_, band) => {
    const { min, max } = moments(present.filter((value) => bandOf(value, cuts) === band));
    return { name: nameOf(band), from: min, to: max };
  });
  const groupOf = Array.from(column, (value) =>
    Number.isNaN(value) ? MISSING : nameOf(bandOf(value, cuts)),
  );
  return { groupOf, bands, order: bands.map(({ name }) => name) };
}

function cardSlices({ groupOf, bands, order }: Groups, answers: Answers, losses: Float64Array): CardSlice[] {
  // Every tenth is shown, however few rows there are.
  const slices = slicesOf(groupOf, answers, { most: MOST, ...(bands ? { leastRows: 1 } : {}) });
  const known = new Set(slices.map(({ slice }) => slice));
  const made = slices.map(({ slice, rows, metrics }): CardSlice => {
    const band = bands?.find(({ name }) => name === slice);
    const own = rowsWhere(groupOf, (name) => (known.has(name) ? name === slice : slice === REST));
    return {
      slice,
      from: band?.from ?? null,
      to: band?.to ?? null,
      rows,
      metrics: finite(metrics),
      ...compareLoss(losses, own),
    };
  });
  if (!order) return made;
  const place = ({ slice }: CardSlice): number =>
    order.includes(slice) ? order.indexOf(slice) : order.length;
  // What has no place in the order keeps its own, after the rest.
  return made.sort((a, b) => place(a) - place(b));
}

function rowsWhere(groupOf: readonly string[], keep: (name: string) => boolean): number[] {
  return groupOf.flatMap((name, row) => (keep(name) ? [row] : []));
}

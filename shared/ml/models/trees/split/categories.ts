/**
 * The best set of categories to part from the others. Ordered by gradient / (hessian + smoothing), the best of all
 * sets is one of the order's beginnings (Fisher, "On Grouping for Maximum Homogeneity", 1958); few categories are
 * tried one by one. Both as LightGBM does it, with its guards against sets that fit chance; what is missing is one
 * more category.
 */
import type { HistogramColumn } from '../layout.ts';
import { worthOfLeaves } from './gain.ts';
import { NOTHING, type Split, type SplitQuestion } from './split.ts';

/** Of a feature with at most so many categories, each is tried against all others. */
const FEW = 4;

/** Sums of the rows of one bin. */
interface Category {
  readonly bin: number;
  readonly gradient: number;
  readonly hessian: number;
}

/** @param least worth that the two leaves must exceed */
export function bestSet(question: SplitQuestion, column: HistogramColumn, least: number): Split | null {
  const present = categoriesOf(question, column);
  const seek = column.slots - 1 <= FEW ? bestSingle : bestRun;
  const found = seek(question, present, least);
  return found && splitOf(question, column, found, present[0]?.bin === 0);
}

interface Found {
  readonly left: readonly Category[];
  readonly worth: number;
  readonly lambda: number;
}

function categoriesOf({ histogram: sums }: SplitQuestion, { offset, slots }: HistogramColumn): Category[] {
  const present: Category[] = [];
  for (let bin = 0; bin < slots; bin++) {
    const hessian = sums[offset + 2 * bin + 1] as number;
    if (hessian > NOTHING) present.push({ bin, gradient: sums[offset + 2 * bin] as number, hessian });
  }
  return present;
}

function bestSingle(question: SplitQuestion, present: readonly Category[], least: number): Found | null {
  const { node, settings } = question;
  const { lambda, minChildWeight } = settings;
  let best: Found | null = null;
  let most = least;
  for (const category of present) {
    const { gradient, hessian } = category;
    if (hessian < minChildWeight || node.hessian - hessian < minChildWeight) continue;
    const worth = worthOfLeaves(question, gradient, hessian, 0, lambda);
    if (!(worth > most)) continue;
    most = worth;
    best = { left: [category], worth, lambda };
  }
  return best;
}

/** Beginnings of the order from either end. Categories with fewer rows than the smoothing stay on the right. */
function bestRun(question: SplitQuestion, present: readonly Category[], least: number): Found | null {
  const { node, settings } = question;
  const { categorySmoothing } = settings;
  const rowsOf = node.rows / node.hessian;
  const ratio = ({ gradient, hessian }: Category) => gradient / (hessian + categorySmoothing);
  const order = present
    .filter(({ hessian }) => hessian * rowsOf >= categorySmoothing)
    .sort((a, b) => ratio(a) - ratio(b));
  const up = bestBeginning(question, order, least);
  return bestBeginning(question, order.toReversed(), up ? up.worth : least) ?? up;
}

function bestBeginning(question: SplitQuestion, order: readonly Category[], least: number): Found | null {
  const { node, settings } = question;
  const { minChildWeight, minCategoryRows } = settings;
  const lambda = settings.lambda + settings.categoryLambda;
  const rowsOf = node.rows / node.hessian;
  const longest = Math.min(settings.maxCategories, Math.ceil(order.length / 2));
  let best: Found | null = null;
  let most = least;
  let gradient = 0;
  let hessian = 0;
  let grown = 0;
  for (let taken = 1; taken <= longest; taken++) {
    const category = order[taken - 1] as Category;
    gradient += category.gradient;
    hessian += category.hessian;
    grown += category.hessian * rowsOf;
    const right = node.hessian - hessian;
    if (right < minChildWeight || right * rowsOf < minCategoryRows) break;
    if (hessian < minChildWeight || grown < minCategoryRows) continue;
    grown = 0;
    const worth = worthOfLeaves(question, gradient, hessian, 0, lambda);
    if (!(worth > most)) continue;
    most = worth;
    best = { left: order.slice(0, taken), worth, lambda };
  }
  return best;
}

/**
 * A set on the left; where it would hold nothing but what is missing, all that is present goes left instead.
 *
 * @param knowsMissing whether the node has missing values; else they would follow the heavier side
 */
function splitOf(
  { node }: SplitQuestion,
  { slots, features }: HistogramColumn,
  found: Found,
  knowsMissing: boolean,
): Split {
  const { left, worth, lambda } = found;
  const gradient = left.reduce((sum, category) => sum + category.gradient, 0);
  const hessian = left.reduce((sum, category) => sum + category.hessian, 0);
  const common = { worth, lambda, feature: features[0] as number, direction: 0 };
  if (left.length === 1 && left[0]?.bin === 0) {
    const rest = { gradientLeft: node.gradient - gradient, hessianLeft: node.hessian - hessian };
    return { ...common, ...rest, bin: slots - 1, set: null, missingLeft: false };
  }
  const set = new Uint8Array(256);
  for (const { bin } of left) set[bin] = 1;
  if (!knowsMissing && hessian > node.hessian - hessian) set[0] = 1;
  return { ...common, gradientLeft: gradient, hessianLeft: hessian, bin: 0, set, missingLeft: set[0] === 1 };
}

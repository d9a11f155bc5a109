/** What to beware of. */

import { REST } from '../../../../shared/ml/metrics/slices.ts';
import { number, percent } from '../../../../shared/page/format.ts';
import { type Html, html } from '../../../../shared/page/html.ts';
import { section } from '../../../../shared/page/table.ts';
import type { ModelCard } from '../../card.ts';
import type { Limit } from '../../limits.ts';
import { sliceName } from './slices.ts';

const SAMPLED =
  'What matters to it, and its explanations, are estimates: the means over sampled orders in which columns become known, against a sample of training rows.';
const EXACT =
  'What matters to it, and its explanations, are exact: Shapley values of its columns by the trees that are inside, against a sample of training rows.';

export function limits({ limits: all }: ModelCard): Html {
  const list = (some: readonly Limit[]): Html =>
    html`<ul>${some.map((limit) => html`<li>${limitInWords(limit)}</li>`)}</ul>`;
  const declared = all.filter(({ kind }) => kind === 'declared');
  const found = all.filter(({ kind }) => kind !== 'declared');
  return section(
    'limits',
    'Limits',
    html`${declared.length > 0 ? html`<h3>Known of the data</h3>${list(declared)}` : ''}
${found.length > 0 ? html`<h3>Found in this training</h3>${list(found)}` : ''}
${all.length === 0 ? html`<p>None is declared, and none was found by the checks made here.</p>` : ''}`,
  );
}

function limitInWords(limit: Limit): string {
  switch (limit.kind) {
    case 'declared':
      return limit.text;
    case 'offered':
      return `Somebody has brought this model, and it was not trained here: that it has not learned from the held-out rows is its maker’s word. ${limit.explained === 'interventional' ? EXACT : SAMPLED} They sum to the answer.`;
    case 'missing':
      return `${limit.label} (${limit.column}) is missing in ${percent(limit.share)} of the rows.`;
    case 'constant':
      return `${limit.label} (${limit.column}) has the same value in every row: nothing can be learned from it.`;
    case 'few rows':
      return `Figures by ${limit.label} rest on fewer than ${limit.fewerThan} rows for ${few(limit.slices.map(plainName))}.`;
    case 'worse':
      return `Answers are further off for ${limit.label} ${sliceName(limit.slice, limit.unit)}: a mean loss of ${limit.slice.relativeLoss.toFixed(2)} times that of all rows, on ${number(limit.slice.rows)} rows.`;
    case 'coverage':
      return `Intervals hold fewer rows than the ${percent(limit.level)} that they promise in tenths of ${limit.of}: ${limit.tenths.map(tenthInWords).join(', ')}.`;
    case 'ranking':
      return `Classes are told apart less well for ${limit.label} ${plainName(limit.slice)}: an AUC of ${limit.auc.toFixed(4)} against ${limit.overall.toFixed(4)} overall.`;
    case 'rare class':
      return `${limit.of} is rare: ${percent(limit.share)} of the held-out rows.`;
    case 'users':
      return `${percent(limit.share)} of the rows were sent by users rather than by the source.`;
  }
}

const plainName = (slice: string): string => (slice === REST ? 'all others together' : slice);

const ORDINALS = ['lowest', '2nd', '3rd', '4th', '5th', '6th', '7th', '8th', '9th', 'highest'];

const tenthInWords = ({ tenth, coverage }: { readonly tenth: number; readonly coverage: number }): string =>
  `${ORDINALS[tenth - 1] ?? `${tenth}th`} ${percent(coverage)}`;

const NAMED = 8;

const few = (slices: readonly string[]): string =>
  slices.length > NAMED
    ? `${slices.slice(0, NAMED).join(', ')} and ${slices.length - NAMED} more`
    : slices.join(', ');

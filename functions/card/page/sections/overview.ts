/** The top of the card: what model this is, how it was judged, its figures at a glance. */

import { amount, moment, number } from '../../../../shared/page/format.ts';
import { type Html, html } from '../../../../shared/page/html.ts';
import type { ModelCard } from '../../card.ts';
import { metricValue, metricWords } from '../metrics.ts';

export function overview(card: ModelCard): Html {
  const { details, comparison, data } = card;
  const { approved, reason } = comparison;
  return html`<header>
<p class="soft">Model card</p>
<h1>${details.title}: ${details.target.label}, version ${details.version}</h1>
<p>${details.description} This model predicts <b>${details.target.label}</b>${details.target.classes ? ` (${details.target.classes.join(', ')})` : ''}. It is a ${KINDS[details.family] ?? details.family}, made of ${number(data.rows)} rows on ${moment(details.createdAt)}.</p>
<p class="verdict${approved ? '' : ' no'}"><b>${approved ? 'Approved' : 'Rejected'}</b>: ${reason}.</p>
<dl class="figures">${glance(card).map(([label, value]) => html`<div><dt>${label}</dt><dd>${value}</dd></div>`)}</dl>
</header>`;
}

const KINDS: Readonly<Record<string, string>> = {
  boosting: 'gradient boosted ensemble of trees',
  forest: 'random forest',
  tree: 'decision tree',
  linear: 'linear model',
};

const FAMILIES: Readonly<Record<string, string>> = {
  boosting: 'gradient boosting',
  forest: 'random forest',
  tree: 'decision tree',
  linear: 'linear model',
};

export const familyWords = (family: string): string => FAMILIES[family] ?? family;

const AT_A_GLANCE: Readonly<Record<ModelCard['details']['target']['task'], readonly string[]>> = {
  regression: ['r2_log', 'mae', 'mdape', 'coverage'],
  classification: ['auc', 'log_loss', 'accuracy', 'ece'],
};

function glance({ details, performance, data }: ModelCard): [string, string][] {
  const { target } = details;
  const known = AT_A_GLANCE[target.task].filter((name) => name in performance.metrics);
  const figures = known.map((name): [string, string] => [
    metricWords(name).label,
    metricValue(name, performance.metrics[name], target),
  ]);
  const column = data.columns.find(({ name }) => name === target.column);
  const middle = column && column.kind !== 'text' ? column.summary?.median : undefined;
  return [
    ...figures,
    ['Held-out rows', number(performance.rows)],
    ...(middle === undefined
      ? []
      : [[`Median ${target.label}`, amount(middle, target.unit)] as [string, string]]),
  ];
}

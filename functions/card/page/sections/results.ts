/** All metrics on the held-out rows, beside what is asked for and what the champion reaches. */

import { WEIGHTED } from '../../../../shared/ml/metrics/names.ts';
import { number, percent } from '../../../../shared/page/format.ts';
import { type Html, html, type Inserted } from '../../../../shared/page/html.ts';
import { type Heading, numeric, section, table } from '../../../../shared/page/table.ts';
import type { ModelCard, Threshold } from '../../card.ts';
import type { Numbers } from '../../numbers.ts';
import { metricValue, metricWords } from '../metrics.ts';

export function results({ details, performance, comparison }: ModelCard): Html {
  const { target } = details;
  const { champion } = comparison;
  const names = Object.keys(performance.metrics).filter((name) => !name.endsWith(WEIGHTED));
  const weighted = Object.keys(performance.metrics).length > names.length;
  const models: readonly NamedMetrics[] = [
    ['This model', performance.metrics],
    ...(champion ? [[`Version ${champion.version}`, champion.metrics] as const] : []),
  ];
  const rows = names.map((name) => resultRow(name, { comparison, models, target, weighted }));
  return section(
    'results',
    'Results on held-out rows',
    html`<p>Measured on ${number(performance.rows)} rows that nothing was fitted, chosen or calibrated on, by the answers of the very ONNX file that is served. ${champion ? `Version ${champion.version}, in production at this decision, answered the same rows.` : 'There was no model in production to compare with.'}</p>
${weighted ? html`<p>Weighted: rows count by their weight, as in learning; see <a href="#data">Data</a>.</p>` : ''}
${table({ head: headOf(models, weighted), rows })}${confusionTable(performance.confusion)}`,
  );
}

type NamedMetrics = readonly [model: string, metrics: Numbers];

interface Compared {
  readonly comparison: ModelCard['comparison'];
  readonly models: readonly NamedMetrics[];
  readonly target: ModelCard['details']['target'];
  /** Each metric is there plain and weighted. */
  readonly weighted: boolean;
}

const headOf = (models: readonly NamedMetrics[], weighted: boolean): (Heading | string)[] => [
  'Metric',
  ...models.flatMap(([model]) => [numeric(model), ...(weighted ? [numeric('weighted')] : [])]),
  'Asked for',
  'Decision',
];

function resultRow(name: string, { comparison, models, target, weighted }: Compared): Inserted[] {
  const { thresholds, objective } = comparison;
  const { label, what } = metricWords(name);
  const threshold = thresholds.find(({ metric }) => metric === name);
  const isDeciding = [name, name + WEIGHTED].includes(objective.metric);
  return [
    html`${label}<small>${what}</small>`,
    ...models.flatMap(([, metrics]) =>
      (weighted ? [name, name + WEIGHTED] : [name]).map((one) => metricValue(one, metrics[one], target)),
    ),
    threshold ? bounds(threshold, target) : '',
    isDeciding ? html`decides${objective.metric === name ? '' : ', weighted'}` : '',
  ];
}

function bounds({ metric, least, most }: Threshold, target: ModelCard['details']['target']): string {
  const words = [
    least === undefined ? [] : [`at least ${metricValue(metric, least, target)}`],
    most === undefined ? [] : [`at most ${metricValue(metric, most, target)}`],
  ];
  return words.flat().join(', ');
}

function confusionTable(confusion: ModelCard['performance']['confusion']): Html | null {
  if (!confusion) return null;
  const { classes, counts } = confusion;
  const rows = classes.map((name, k) => {
    const line = counts[k] ?? [];
    const all = line.reduce((sum, count) => sum + count, 0);
    const right = all > 0 ? percent((line[k] ?? 0) / all) : '–';
    return [name, ...line.map(number), number(all), right];
  });
  return table({
    caption: 'Rows by actual class (down) and most probable class (across)',
    head: ['Actual', ...classes.map(numeric), numeric('Rows'), numeric('Found')],
    rows,
  });
}

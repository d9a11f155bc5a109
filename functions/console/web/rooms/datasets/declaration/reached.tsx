/** What a model has to reach, and from which on a batch is held or has drifted. */
import type { Declared } from '../../../../../../shared/api/data.ts';
import { t } from '../../../texts/texts.ts';
import { number, percent } from '../../../ui/format.ts';
import { metricTitle, metricTold } from '../../../ui/metric.ts';

export interface ReachedProps {
  readonly declaration: Declared['declaration'];
  readonly labelOf: (column: string) => string;
}

/** Share of a column that may be unreadable where a data set says nothing. */
const UNREADABLE = 0.05;

export function Reached({ declaration, labelOf }: ReachedProps) {
  const texts = t().declaration;
  const { accept, objective, training, unreadable = UNREADABLE, drift, identity } = declaration;
  const floors = accept.flatMap(({ metric, least, most }) => [
    ...(least === undefined ? [] : [texts.least(metricTitle(metric), metricTold(metric, least))]),
    ...(most === undefined ? [] : [texts.most(metricTitle(metric), metricTold(metric, most))]),
  ]);
  const lines = [
    ...floors,
    texts.objective(metricTitle(objective.metric)),
    texts.minRows(number(training.minRows)),
    texts.unreadable(percent(unreadable)),
    texts.drift(percent(drift.share)),
    texts.identity(identity.map(labelOf).join(', ')),
  ];
  return (
    <ul>
      {lines.map((line) => (
        <li key={line}>{line}</li>
      ))}
    </ul>
  );
}

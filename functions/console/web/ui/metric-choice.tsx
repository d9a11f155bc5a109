/** Which metric is shown: said in the address. */
import { asked, say } from '../shell/place.ts';
import { t } from '../texts/texts.ts';
import { Field } from './field.tsx';
import { metricTitle } from './metric.ts';

/** The one of the names that the address says, or else the first; undefined when there is none. */
export const chosenMetric = (names: readonly string[]): string | undefined =>
  names.find((name) => name === asked('metric')) ?? names[0];

export interface MetricChoiceProps {
  readonly names: readonly string[];
  readonly metric: string;
}

export const MetricChoice = ({ names, metric }: MetricChoiceProps) => (
  <div class="filters">
    <Field label={t().runs.metric}>
      {(field) => (
        <select {...field} value={metric} onChange={(e) => say({ metric: e.currentTarget.value })}>
          {names.map((name) => (
            <option key={name} value={name}>
              {metricTitle(name)}
            </option>
          ))}
        </select>
      )}
    </Field>
  </div>
);

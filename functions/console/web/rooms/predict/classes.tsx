/** How probable each class is, the most probable first. */
import { t } from '../../texts/texts.ts';
import { percent } from '../../ui/format.ts';

export interface ClassesProps {
  readonly probabilities: Readonly<Record<string, number>>;
  readonly label: string | undefined;
}

export function Classes({ probabilities, label }: ClassesProps) {
  const classes = Object.entries(probabilities).sort(([, a], [, b]) => b - a);
  return (
    <ul class="classes" aria-label={t().predict.probabilities}>
      {classes.map(([name, probability]) => (
        <li key={name} class={name === label ? 'chosen' : undefined}>
          <span>{name}</span>
          <b>{percent(probability)}</b>
          <span class="bar" aria-hidden="true">
            <span class="accent" style={{ width: `${100 * probability}%` }} />
          </span>
        </li>
      ))}
    </ul>
  );
}

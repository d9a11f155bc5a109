/** An interval, drawn: where the truth lies, and the answer within. */
import type { Interval } from '../../../../../shared/api/predicting.ts';
import { t } from '../../texts/texts.ts';
import { percent } from '../../ui/format.ts';
import { onScale, type Scale, scaleOf } from './answer.ts';

export interface IntervalBarProps {
  readonly value: number;
  readonly interval: Interval;
  readonly told: (value: number) => string;
  /** Shared by several that stand beside each other. */
  readonly scale?: Scale;
}

export function IntervalBar({ value, interval, told, scale }: IntervalBarProps) {
  const { lower, upper, level } = interval;
  const on = scale ?? scaleOf([lower, upper, value]);
  const [from, to, at] = [onScale(on, lower), onScale(on, upper), onScale(on, value)];
  const texts = t().predict;
  return (
    <div class="interval">
      <p>
        {texts.between(told(lower), told(upper))} <span class="pale">{texts.level(percent(level, 0))}</span>
      </p>
      <svg viewBox="0 0 100 12" preserveAspectRatio="none" aria-hidden="true">
        <rect class="track" x="0" y="4" width="100" height="4" />
        <rect class="span" x={from} y="2" width={Math.max(to - from, 0.5)} height="8" />
        <rect class="point" x={at - 0.4} y="0" width="0.8" height="12" />
      </svg>
      <p class="ends pale" aria-hidden="true">
        <span>{told(on.from)}</span>
        <span>{told(on.to)}</span>
      </p>
    </div>
  );
}

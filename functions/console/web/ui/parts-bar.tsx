/** A whole in its parts, as a bar with its legend: the ledger of a batch, the traffic of a Service. */
import { number, percent } from './format.ts';

export interface Part {
  readonly name: string;
  readonly value: number;
  readonly tone: 'good' | 'bad' | 'warn' | 'pale' | 'accent' | 'second';
}

export interface PartsBarProps {
  readonly label: string;
  readonly parts: readonly Part[];
  /** How a value is told; default the number. */
  readonly told?: (value: number) => string;
  readonly isBare?: boolean;
  /** Whether the values are shares already. */
  readonly isShare?: boolean;
}

export function PartsBar({ label, parts, told = number, isBare = false, isShare = false }: PartsBarProps) {
  const whole = parts.reduce((sum, { value }) => sum + value, 0);
  const there = parts.filter(({ value }) => value > 0);
  const text = there.map(({ name, value }) => `${name} ${told(value)}`).join(', ');
  return (
    <div class="parts">
      <div class="parts-bar" role="img" aria-label={`${label}: ${text}`}>
        {there.map(({ name, value, tone }) => (
          <span
            key={name}
            class={tone}
            style={{ width: `${(100 * value) / whole}%` }}
            title={`${name}: ${told(value)}`}
          />
        ))}
      </div>
      {!isBare && (
        <ul class="legend">
          {there.map(({ name, value, tone }) => (
            <li key={name}>
              <span class={`dot ${tone}`} aria-hidden="true" /> {name} <b>{told(value)}</b>
              {!isShare && <span class="pale"> {percent(value / whole)}</span>}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

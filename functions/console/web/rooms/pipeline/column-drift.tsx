/** A column of a batch beside what the model has learned from: what the test says, and both distributions. */
import type { Distribution, ColumnDrift as Found } from '../../../../../shared/stats/profile/drift-report.ts';
import { t } from '../../texts/texts.ts';
import { Badge } from '../../ui/badge.tsx';
import { number, percent, short } from '../../ui/format.ts';

export interface ColumnDriftProps {
  readonly found: Found;
  readonly isTarget?: boolean;
}

export function ColumnDrift({ found, isTarget = false }: ColumnDriftProps) {
  const { column, drifted, test, statistic, threshold, missing, distribution } = found;
  const texts = t().batches;
  return (
    <li>
      <h3>
        {column} {isTarget && <span class="pale">({texts.target})</span>}{' '}
        {drifted && <Badge tone="warn">{texts.drifted}</Badge>}
      </h3>
      {distribution && <Both column={column} of={distribution} />}
      <p class="hint">
        {statistic !== null && <>{texts.statistic(test, number(statistic), number(threshold))} · </>}
        {texts.missing(percent(missing.reference), percent(missing.current))}
      </p>
    </li>
  );
}

const WIDTH = 240;
const HEIGHT = 64;

/** Pairs of bars: what the model has learned from, and this batch. */
function Both({ column, of }: { readonly column: string; readonly of: Distribution }) {
  const { reference, current } = of;
  const highest = Math.max(...reference, ...current, Number.MIN_VALUE);
  const step = WIDTH / Math.max(1, reference.length);
  const height = (share: number): number => (HEIGHT * share) / highest;
  return (
    <figure>
      <svg
        class="both"
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={t().batches.distribution(column)}
      >
        {reference.map((share, index) => {
          const now = current[index] ?? 0;
          const key = keyAt(of, index);
          return (
            <g key={key}>
              <title>{tellOf(of, index)}</title>
              <rect
                class="reference"
                x={index * step}
                y={HEIGHT - height(share)}
                width={step * 0.45}
                height={height(share)}
              />
              <rect
                class="current"
                x={(index + 0.45) * step}
                y={HEIGHT - height(now)}
                width={step * 0.45}
                height={height(now)}
              />
            </g>
          );
        })}
      </svg>
      <figcaption>
        <span>{nameAt(of, 0)}</span>
        <span>
          <span class="dot pale" aria-hidden="true" /> {t().batches.reference}{' '}
          <span class="dot accent" aria-hidden="true" /> {t().batches.current}
        </span>
        <span>{nameAt(of, reference.length - 1)}</span>
      </figcaption>
    </figure>
  );
}

const keyAt = (of: Distribution, index: number): string =>
  String(of.kind === 'bins' ? of.edges[index] : (of.values[index] ?? `others ${index}`));

/** The outer edge of a bin, or the value of a bar. */
function nameAt(of: Distribution, index: number): string {
  if (of.kind === 'bins') return short(of.edges[index === 0 ? 0 : index + 1] ?? 0);
  const value = of.values[index];
  return value === null || value === undefined ? t().batches.others : String(value);
}

function tellOf(of: Distribution, index: number): string {
  const name =
    of.kind === 'bins'
      ? `${number(of.edges[index] ?? 0)} – ${number(of.edges[index + 1] ?? 0)}`
      : nameAt(of, index);
  const { reference, current } = t().batches;
  return `${name}: ${reference} ${percent(of.reference[index] ?? 0)}, ${current} ${percent(of.current[index] ?? 0)}`;
}

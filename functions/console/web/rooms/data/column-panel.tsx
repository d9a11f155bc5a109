/** One column: how much of it is there, and how its values lie. */
import type {
  ColumnSummary,
  NumberColumn,
  TextColumn,
} from '../../../../../shared/rows/summaries/column-summary.ts';
import { t } from '../../texts/texts.ts';
import { Fact, Facts } from '../../ui/fact.tsx';
import { amount, number, percent } from '../../ui/format.ts';
import { Histogram } from './histogram.tsx';

export function ColumnPanel({ column }: { readonly column: ColumnSummary }) {
  const { label, name, role, description, count, missing, distinct } = column;
  const texts = t().data;
  return (
    <section class="panel" aria-label={label}>
      <h3>
        {label} <code class="pale">{name}</code>
      </h3>
      <p class="pale">
        {texts.roles[role]}
        {description && `. ${description}`}
      </p>
      {column.kind === 'text' ? <Values {...column} /> : <Numbers {...column} />}
      <Facts>
        <Fact name={texts.present}>{number(count)}</Fact>
        <Fact name={texts.missing}>
          {number(missing)}
          {missing > 0 && <span class="pale"> {percent(missing / (count + missing))}</span>}
        </Fact>
        <Fact name={texts.distinct}>{number(distinct)}</Fact>
      </Facts>
    </section>
  );
}

function Numbers({ kind, label, unit, summary, bins }: NumberColumn) {
  if (!summary || bins.length === 0) return null;
  const told = (value: number): string => (kind === 'date' ? dayOf(value) : amount(value, unit));
  const texts = t().data;
  return (
    <>
      <Histogram
        label={texts.histogram(label, told(summary.min), told(summary.max))}
        bars={bins.map(({ from, to, rows }) => ({ name: `${told(from)} – ${told(to)}`, rows }))}
      />
      <div class="ends">
        <span>{told(summary.min)}</span>
        <span>{told(summary.max)}</span>
      </div>
      <Facts>
        <Fact name={texts.median}>{told(summary.median)}</Fact>
        <Fact name={texts.middle}>
          {told(summary.p5)} – {told(summary.p95)}
        </Fact>
      </Facts>
    </>
  );
}

const DAY_MS = 86_400_000;
/** @param days since 1970-01-01 */
const dayOf = (days: number): string => new Date(Math.round(days) * DAY_MS).toISOString().slice(0, 10);

const MOST_VALUES = 8;

function Values({ values, other, count }: TextColumn) {
  if (values.length === 0) return <p class="pale">{t().data.notListed}</p>;
  const shown = values.slice(0, MOST_VALUES);
  const rest = other + values.slice(MOST_VALUES).reduce((sum, [, rows]) => sum + rows, 0);
  return (
    <ul class="values">
      {shown.map(([value, rows]) => (
        <li key={value}>
          <span>{value}</span> <b>{percent(rows / count)}</b>
        </li>
      ))}
      {rest > 0 && (
        <li class="pale">
          <span>{t().data.other}</span> <b>{percent(rest / count)}</b>
        </li>
      )}
    </ul>
  );
}

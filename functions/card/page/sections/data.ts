/** The data that the model was made of, and how it was split. */

import { meter, sparkBars } from '../../../../shared/page/charts/bars.ts';
import { amount, day, moment, number, percent, smallShare } from '../../../../shared/page/format.ts';
import { type Html, html, type Inserted } from '../../../../shared/page/html.ts';
import { numeric, section, table } from '../../../../shared/page/table.ts';
import type {
  ColumnSummary,
  NumberColumn,
  TextColumn,
} from '../../../../shared/rows/summaries/column-summary.ts';
import type { ModelCard, TargetFacts } from '../../card.ts';
import type { DataSection, PartSummary } from '../../data/section.ts';

export function data({ data: facts, split, details }: ModelCard): Html {
  return section(
    'data',
    'Data',
    html`${whereFrom(facts)}${rules(facts)}${unreadable(facts)}${weights(facts)}${splitTable(split, details.target)}${columns(facts)}${maintenance(facts)}`,
  );
}

function whereFrom({ rows, ledger, origins }: DataSection): Html {
  const { batches, received, clean, rejected, duplicate } = ledger;
  const from = origins.map(
    ({ origin, rows: count, first, last }) =>
      html`<li>${number(count)} rows from ${origin === 'user' ? 'users' : 'the source'}, cleaned ${moment(first) === moment(last) ? `on ${moment(first)}` : `from ${moment(first)} to ${moment(last)}`}.</li>`,
  );
  return html`<p>The model was made of ${number(rows)} clean rows. Until then ${number(batches)} ${batches === 1 ? 'batch' : 'batches'} had brought ${number(received)} rows: ${number(clean)} clean, ${number(rejected)} rejected, ${number(duplicate)} duplicate.</p><ul>${from}</ul>`;
}

function rules({ rules: all }: DataSection): Html {
  return table({
    caption: 'Rows are rejected by the first of these that holds',
    head: ['Rule', 'Rejects a row when', numeric('Rejected')],
    rows: all.map(({ name, words, rejected }) => [html`<code>${name}</code>`, words, number(rejected)]),
  });
}

const HELD_NAMED = 10;

function unreadable({ unreadable: { columns: all, held } }: DataSection): Html | null {
  if (all.length + held.length === 0) return null;
  const found = table({
    caption: 'Values that were there and could not be read: to the model they are missing',
    head: ['Column', numeric('Unreadable'), numeric('Of values'), numeric('Share'), numeric('Batches')],
    rows: all.map(({ name, label, values, of, batches }) => [
      html`${label}<small><code>${name}</code></small>`,
      number(values),
      number(of),
      smallShare(values / of),
      number(batches),
    ]),
  });
  const names = held.slice(0, HELD_NAMED).join(', ') + (held.length > HELD_NAMED ? ' and others' : '');
  const kept = html`<p>Nothing was learned from ${number(held.length)} ${held.length === 1 ? 'batch' : 'batches'} of which too much could not be read: ${names}. Such a batch stays out until it is taken back and its file sent again, mended.</p>`;
  return html`${all.length > 0 ? found : ''}${held.length > 0 ? kept : ''}`;
}

function weights({ weights: all, rows }: DataSection): Html | null {
  if (all.length === 0) return null;
  return table({
    caption: 'Not all rows count as one in learning: each as the first of these that holds says',
    head: ['Where', numeric('Counts as'), numeric('Rows'), numeric('Share')],
    rows: all.map(({ words, counts, rows: some }) => [
      words,
      number(counts),
      number(some),
      percent(some / rows),
    ]),
  });
}

function splitTable(parts: readonly PartSummary[], { label, unit, classes }: TargetFacts): Html {
  const total = parts.reduce((sum, { rows }) => sum + rows, 0);
  const ofTarget = ({ target, classes: counts, rows }: PartSummary): Inserted[] =>
    classes
      ? classes.map((name) => (rows > 0 ? percent((counts?.[name] ?? 0) / rows) : '–'))
      : [target?.p5, target?.median, target?.p95, target?.mean].map((value) =>
          value === undefined ? '–' : amount(value, unit),
        );
  return html`<h3>Split</h3><p>By a hash of what rows belong to (one property, one patient), the same for ever: rows that belong together stay in one part. What was chosen is fitted once more on all rows but the held-out ones, and that is what is served.</p>${table(
    {
      head: [
        'Part',
        numeric('Rows'),
        numeric('Share'),
        ...(classes ?? ['5 % below', 'Median', '95 % below', 'Mean']).map((name) =>
          numeric(classes ? name : `${label}: ${name}`),
        ),
      ],
      rows: parts.map((part) => [
        html`${part.part === 'test' ? 'held out (test)' : part.part}<small>${part.purpose}</small>`,
        number(part.rows),
        total > 0 ? percent(part.rows / total) : '–',
        ...ofTarget(part),
      ]),
    },
  )}`;
}

function columns({ columns: all }: DataSection): Html {
  const line = (column: ColumnSummary): Inserted[] => {
    const { name, label, description, unit, missing, count, distinct, role } = column;
    const share = missing / Math.max(1, missing + count);
    return [
      html`${label}${unit ? ` (${unit})` : ''}<small><code>${name}</code>${description ? `: ${description}` : ''}</small>`,
      role,
      html`${smallShare(share)}`,
      number(distinct),
      column.kind === 'text' ? commonest(column) : spread(column),
    ];
  };
  return html`<h3>Columns</h3>${table({
    head: ['Column', 'Role', numeric('Missing'), numeric('Distinct'), 'Distribution'],
    rows: all.map(line),
  })}`;
}

function maintenance({ retraining }: DataSection): Html {
  const { minRows, minSourceShare, driftColumns, driftShare, driftRows } = retraining;
  return html`<h3>Maintenance</h3><p>Every batch is held against the rows that this model learned from, small ones together as soon as they have ${number(driftRows)} rows. A new model is trained when at least ${percent(driftShare)} of ${driftColumns.length} columns (${driftColumns.join(', ')}) drift, when the target does, or when somebody asks for it; with at least ${number(minRows)} clean rows, ${percent(minSourceShare)} of them from the source. It takes the place of this one only if it does no worse on the same held-out rows.</p>`;
}

function spread(column: NumberColumn): Html {
  const { summary, bins, kind, unit, label } = column;
  if (!summary) return html`<span class="soft">no values</span>`;
  const written = kind === 'date' ? day : (value: number): string => amount(value, unit);
  const { min, median, max, p5, p95 } = summary;
  return html`${sparkBars(bins, `Distribution of ${label}`)}<small>${written(min)} to ${written(max)}; median ${written(median)}, 90 % from ${written(p5)} to ${written(p95)}</small>`;
}

function commonest({ values, other, count, distinct }: TextColumn): Html {
  if (values.length === 0)
    return html`<span class="soft">${count === 0 ? 'no values' : distinct > 1 ? 'values not listed' : 'few values'}</span>`;
  const shares = values.map(
    ([value, rows]) =>
      html`<div class="value"><span>${value}</span> ${meter(rows / count)} <span class="n">${smallShare(rows / count)}</span></div>`,
  );
  const rest =
    other > 0
      ? html`<div class="value"><span class="soft">others</span> ${meter(other / count)} <span class="n">${smallShare(other / count)}</span></div>`
      : '';
  return html`<div class="values">${shares}${rest}</div>`;
}

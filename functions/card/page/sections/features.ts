/** What the model sees of a row. */
import { type Html, html } from '../../../../shared/page/html.ts';
import { section, table } from '../../../../shared/page/table.ts';
import type { ModelCard } from '../../card.ts';

export function features({ features: all }: ModelCard): Html {
  return section(
    'features',
    'Features',
    html`<p>Computed inside the model from the raw columns; what has to be learned for them was learned without the held-out rows. Means over rows are drawn towards those of the next wider group where rows are few, and a row learned from gets them without the fold that it is in itself.</p>
${table({ head: ['Feature', 'Is'], rows: all.map(({ name, words }) => [html`<code>${name}</code>`, words]) })}`,
  );
}

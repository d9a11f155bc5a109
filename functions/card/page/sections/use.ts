/** What the model is for, and what it is not. */
import { type Html, html } from '../../../../shared/page/html.ts';
import { section } from '../../../../shared/page/table.ts';
import type { ModelCard } from '../../card.ts';

export function use({ use: { intended, notFor } }: ModelCard): Html {
  const list = (sentences: readonly string[]): Html =>
    html`<ul>${sentences.map((sentence) => html`<li>${sentence}</li>`)}</ul>`;
  const undeclared = html`<p class="soft">The data set declares none.</p>`;
  return section(
    'use',
    'Intended use',
    html`${intended.length > 0 ? list(intended) : undeclared}
${notFor.length > 0 ? html`<h3>Not for</h3>${list(notFor)}` : ''}`,
  );
}

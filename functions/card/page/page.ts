/** The card as one page that needs nothing else: no script, no font, no picture from anywhere. */
import { html } from '../../../shared/page/html.ts';
import { pageText } from '../../../shared/page/page.ts';
import type { ModelCard } from '../card.ts';
import { classification } from './sections/classification.ts';
import { data } from './sections/data.ts';
import { details } from './sections/details.ts';
import { features } from './sections/features.ts';
import { importance } from './sections/importance.ts';
import { limits } from './sections/limits.ts';
import { overview } from './sections/overview.ts';
import { regression } from './sections/regression.ts';
import { results } from './sections/results.ts';
import { search } from './sections/search.ts';
import { slices } from './sections/slices.ts';
import { use } from './sections/use.ts';
import { style } from './style.ts';

/** In the order of Mitchell et al.; what a card does not have is left out. */
const SECTIONS = [
  ['use', 'Use', use],
  ['results', 'Results', results],
  ['slices', 'By slice', slices],
  ['figures', 'Figures', (card: ModelCard) => regression(card) ?? classification(card)],
  ['importance', 'What matters', importance],
  ['limits', 'Limits', limits],
  ['data', 'Data', data],
  ['features', 'Features', features],
  ['search', 'Search', search],
  ['details', 'Details', details],
] as const;

/** Every number on it is in the card; every text of the card is escaped. */
export function cardPage(card: ModelCard): string {
  const { title, version, dataset, target } = card.details;
  const sections = SECTIONS.map(([id, name, make]) => ({ id, name, content: make(card) })).filter(
    ({ content }) => content !== null,
  );
  return pageText({
    title: `Model card: ${title}, ${target.label}, version ${version}`,
    style,
    body: html`${overview(card)}
<nav aria-label="Sections">${sections.map(({ id, name }) => html`<a href="#${id}">${name}</a> `)}</nav>
<main>${sections.map(({ content }) => content)}</main>
<footer>Made at the end of the training of ${dataset}, version ${version}; the same as data: card.json beside this page.</footer>`,
  });
}

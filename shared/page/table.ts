/** Tables, the same all over the page. */
import { type Html, html, type Inserted } from './html.ts';

export interface Heading {
  readonly text: string;
  /** Numbers stand to the right. */
  readonly numeric?: boolean;
}

/** A heading over numbers. */
export const numeric = (text: string): Heading => ({ text, numeric: true });

export interface TableSettings {
  readonly caption?: string;
  /** None where the first cell of a row says enough. */
  readonly head?: readonly (Heading | string)[];
  /** As many cells as headings; the first names the row. */
  readonly rows: readonly (readonly Inserted[])[];
}

export function table({ caption, head = [], rows }: TableSettings): Html {
  const headings = head.map((heading) => (typeof heading === 'string' ? { text: heading } : heading));
  const side = (column: number): Html => html`${headings[column]?.numeric ? html` class="n"` : ''}`;
  return html`<div class="wide"><table>${caption ? html`<caption>${caption}</caption>` : ''}
${headings.length > 0 ? html`<thead><tr>${headings.map(({ text }, i) => html`<th scope="col"${side(i)}>${text}</th>`)}</tr></thead>` : ''}
<tbody>${rows.map(
    (cells) => html`<tr>${cells.map((cell, i) =>
      i === 0 ? html`<th scope="row"${side(i)}>${cell}</th>` : html`<td${side(i)}>${cell}</td>`,
    )}</tr>
`,
  )}</tbody></table></div>`;
}

/** A chart with its caption. */
export const figure = (chart: Html, caption: Inserted): Html =>
  html`<figure>${chart}<figcaption>${caption}</figcaption></figure>`;

/** A section with its anchor. */
export const section = (id: string, title: string, content: Inserted): Html =>
  html`<section><h2 id="${id}">${title}</h2>${content}</section>`;

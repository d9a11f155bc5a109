/** HTML as a value: what is put into a template is escaped, unless it is HTML itself. */

export class Html {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

export type Inserted = Html | string | number | null | undefined | readonly Inserted[];

/** Text inside HTML, in elements and in quoted attributes alike. */
export const escaped = (text: string): string =>
  text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);

/**
 * A template of HTML or SVG. Strings and numbers are escaped, lists are joined, null and undefined are nothing.
 *
 * @example html`<b>${'<script>'}</b>` // <b>&#60;script&#62;</b>
 */
export function html(template: TemplateStringsArray, ...values: readonly Inserted[]): Html {
  const parts = template.map((text, i) => text + (i < values.length ? written(values[i]) : ''));
  return new Html(parts.join(''));
}

function written(value: Inserted): string {
  if (value === null || value === undefined) return '';
  if (value instanceof Html) return value.text;
  if (typeof value === 'object') return value.map(written).join('');
  return escaped(String(value));
}

/** What is put into a template is text, unless it is HTML itself. */
import { expect, test } from 'vitest';
import { html } from './html.ts';

test('texts are escaped, in elements and in attributes', () => {
  expect(html`<p title="${'"a" & \'b\''}">${'<b>'}</p>`.text).toBe(
    '<p title="&#34;a&#34; &#38; &#39;b&#39;">&#60;b&#62;</p>',
  );
});

test('HTML goes in as it is, lists one after the other, nothing as nothing', () => {
  const items = ['a', '<'].map((item) => html`<li>${item}</li>`);
  expect(html`<ul>${items}</ul>${null}${undefined}${0}`.text).toBe('<ul><li>a</li><li>&#60;</li></ul>0');
});

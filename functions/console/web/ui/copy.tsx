/** Text to paste elsewhere. */
import { tell } from '../shell/said.tsx';
import { t } from '../texts/texts.ts';

/** Where a page may not use the clipboard, as over plain HTTP, it is selected in a field of its own. */
export async function copied(text: string): Promise<void> {
  if (isSecureContext) return await navigator.clipboard.writeText(text);
  const field = document.createElement('textarea');
  field.value = text;
  document.body.append(field);
  field.select();
  document.execCommand('copy');
  field.remove();
}

export const Copy = ({ text }: { readonly text: string }) => (
  <button type="button" class="quiet copy" onClick={() => void copied(text).then(() => tell(t().ui.copied))}>
    {t().ui.copy}
  </button>
);

/** Lines to paste into a terminal. */
export const Code = ({ text }: { readonly text: string }) => (
  <div class="code">
    {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what is scrolled has to be reached with keys */}
    <pre tabIndex={0}>
      <code>{text}</code>
    </pre>
    <Copy text={text} />
  </div>
);

/** Which keys there are. */
import { signal } from '@preact/signals';
import { t } from '../texts/texts.ts';
import { Dialog } from '../ui/dialog.tsx';
import { usePages } from './navigation.tsx';

export const isHelpOpen = signal(false);

export function Help() {
  const pages = usePages();
  if (!isHelpOpen.value) return null;
  const texts = t().shell;
  return (
    <Dialog
      title={texts.keys}
      onClose={() => {
        isHelpOpen.value = false;
      }}
    >
      <dl class="keys">
        <Row keys={['Ctrl', 'K']} does={texts.goTo} />
        {pages.map(({ key = '', title, pattern }) => (
          <Row key={pattern} keys={['g', key]} does={texts.keysGo(title(t(), {}))} />
        ))}
        <Row keys={['?']} does={texts.keysHelp} />
        <Row keys={['Esc']} does={texts.close} />
      </dl>
    </Dialog>
  );
}

const Row = ({ keys, does }: { readonly keys: readonly string[]; readonly does: string }) => (
  <div>
    <dt>
      {keys.map((key) => (
        <kbd key={key}>{key}</kbd>
      ))}
    </dt>
    <dd>{does}</dd>
  </div>
);

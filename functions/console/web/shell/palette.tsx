/** Ctrl-K: a field in which one says where one wants to go. A combobox with a list, as the ARIA practices have it. */
import { signal } from '@preact/signals';
import { useState } from 'preact/hooks';
import { t } from '../texts/texts.ts';
import { Dialog } from '../ui/dialog.tsx';
import { type Destination, useDestinations } from './destinations.ts';
import { go } from './place.ts';

const isOpen = signal(false);

export function openPalette(): void {
  if (document.querySelector('dialog[open]') === null) isOpen.value = true;
}

const close = (): void => {
  isOpen.value = false;
};

export const Palette = () => (isOpen.value ? <Open /> : null);

function Open() {
  const [text, setText] = useState('');
  const [chosen, choose] = useState(0);
  const found = useDestinations(text);
  const at = Math.min(chosen, found.length - 1);
  const leave = (to: Destination | undefined): void => {
    if (!to) return;
    close();
    go(to.path);
  };
  const keys: Readonly<Record<string, () => void>> = {
    ArrowDown: () => choose((at + 1) % found.length || 0),
    ArrowUp: () => choose((at + found.length - 1) % found.length || 0),
    Home: () => choose(0),
    End: () => choose(found.length - 1),
    Enter: () => leave(found[at]),
  };
  const texts = t().shell;
  return (
    <Dialog title={texts.goTo} onClose={close} kind="palette">
      <input
        type="text"
        role="combobox"
        aria-expanded="true"
        aria-controls="destinations"
        aria-activedescendant={found[at] ? `to-${at}` : undefined}
        aria-label={texts.goTo}
        autocomplete="off"
        spellcheck={false}
        placeholder={texts.goToHint}
        value={text}
        onInput={({ currentTarget }) => {
          setText(currentTarget.value);
          choose(0);
        }}
        onKeyDown={(event) => {
          const act = keys[event.key];
          if (!act) return;
          event.preventDefault();
          act();
        }}
      />
      <p class="unseen" role="status">
        {texts.found(found.length)}
      </p>
      {found.length === 0 && <p class="pale">{texts.nothingCalled(text)}</p>}
      <div id="destinations" role="listbox" aria-label={texts.goTo} hidden={found.length === 0}>
        {found.map((one, index) => (
          <Choice
            key={one.path}
            one={one}
            index={index}
            isChosen={index === at}
            onChoose={() => leave(one)}
          />
        ))}
      </div>
    </Dialog>
  );
}

interface ChoiceProps {
  readonly one: Destination;
  readonly index: number;
  readonly isChosen: boolean;
  readonly onChoose: () => void;
}

/** Chosen with the keys of the field, which keeps the focus; or by a click. */
const Choice = ({ one: { kind, name }, index, isChosen, onChoose }: ChoiceProps) => (
  <div
    id={`to-${index}`}
    role="option"
    tabIndex={-1}
    aria-selected={isChosen}
    onClick={onChoose}
    onKeyDown={({ key }) => key === 'Enter' && onChoose()}
  >
    <span>{name}</span> <span class="pale">{kind}</span>
  </div>
);

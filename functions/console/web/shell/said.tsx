/** What is said in passing: shown for a while at the edge, and read out by screen readers. */
import { signal } from '@preact/signals';
import { t } from '../texts/texts.ts';

interface Message {
  readonly id: number;
  readonly text: string;
  readonly kind: 'done' | 'wrong';
}

const messages = signal<readonly Message[]>([]);
/** What screen readers read and nobody else sees. */
const spoken = signal('');
const SHOWN_MS = 6000;
const MOST = 4;

let made = 0;

/** Tells that something is done; or that it went wrong, which stays until it is put away. */
export function tell(text: string, kind: Message['kind'] = 'done'): void {
  made += 1;
  const id = made;
  messages.value = [...messages.value.slice(1 - MOST), { id, text, kind }];
  if (kind === 'done') setTimeout(() => putAway(id), SHOWN_MS);
}

/** For what is seen anyway. */
export function announce(text: string): void {
  spoken.value = text;
}

function putAway(id: number): void {
  messages.value = messages.value.filter((message) => message.id !== id);
}

export const Said = () => (
  <>
    <div class="unseen" role="status" aria-live="polite">
      {spoken}
    </div>
    <ul class="said" aria-live="polite">
      {messages.value.map(({ id, text, kind }) => (
        <li key={id} class={kind}>
          <span>{text}</span>
          <button type="button" class="quiet" aria-label={t().shell.close} onClick={() => putAway(id)}>
            ×
          </button>
        </li>
      ))}
    </ul>
  </>
);

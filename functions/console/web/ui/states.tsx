/** What is shown of a value of the server: nothing yet, what went wrong, the value, or the value as it was. */
import type { ComponentChildren } from 'preact';
import { type Live, renew } from '../data/live.ts';
import type { Refused } from '../data/refused.ts';
import { t } from '../texts/texts.ts';
import { ago } from './format.ts';

/** Its place is kept, so that nothing jumps when what is loaded is there. */
export const Loading = ({ lines = 4 }: { readonly lines?: number }) => (
  <div class="loading" role="status">
    <span class="unseen">{t().ui.loading}</span>
    {Array.from({ length: lines }, (_, line) => (
      <span key={line} class="line" aria-hidden="true" />
    ))}
  </div>
);

export const Failed = ({ error, at }: { readonly error: Refused; readonly at: number | undefined }) => (
  <div class="notice wrong" role="alert">
    <p>
      <strong>{t().ui.failed}</strong>
      {at !== undefined && <> · {t().ui.asOf(ago(at))}</>}
    </p>
    {error.message && <p>{error.message}</p>}
    <button type="button" onClick={() => void renew()}>
      {t().ui.again}
    </button>
  </div>
);

export interface ShownProps<T> {
  readonly live: Live<T>;
  /** How it looks; also when it is not as it is now: then it is greyed, with since when. */
  readonly children: (value: T) => ComponentChildren;
  readonly lines?: number;
}

export function Shown<T>({ live: { value, error, at }, children, lines }: ShownProps<T>) {
  if (value === undefined)
    return error ? <Failed error={error} at={at} /> : <Loading {...(lines ? { lines } : {})} />;
  return (
    <div class={error ? 'shown stale' : 'shown'}>
      {error && at !== undefined && <p class="since">{t().ui.asOf(ago(at))}</p>}
      {children(value)}
    </div>
  );
}

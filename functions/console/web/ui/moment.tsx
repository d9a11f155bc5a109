/** A moment: how long ago, and when exactly for who points at it. */
import { t } from '../texts/texts.ts';
import { absolute, ago } from './format.ts';

/** @param at ISO 8601; null is never */
export const Moment = ({ at }: { readonly at: string | null | undefined }) =>
  at ? (
    <time dateTime={at} title={absolute(at)}>
      {ago(at)}
    </time>
  ) : (
    <span class="pale">{t().ui.never}</span>
  );

/** What does not go on by itself. */
import type { Need } from '../../../../../shared/api/overview.ts';
import { pathOf, withQuery } from '../../shell/place.ts';
import { t } from '../../texts/texts.ts';
import { Badge, type Tone } from '../../ui/badge.tsx';
import { number } from '../../ui/format.ts';
import { Moment } from '../../ui/moment.tsx';

export const Needs = ({ needs }: { readonly needs: readonly Need[] }) => (
  <section class="part" aria-labelledby="needs">
    <h2 id="needs">
      {t().first.needs} {needs.length > 0 && <span class="count">{number(needs.length)}</span>}
    </h2>
    {needs.length === 0 ? (
      <p class="calm">
        <span aria-hidden="true">✓</span> {t().first.needsNothing}
      </p>
    ) : (
      <ul class="needs">
        {needs.map((need) => (
          <One key={`${need.what} ${need.dataset} ${need.subject}`} {...need} />
        ))}
      </ul>
    )}
  </section>
);

const TONES: Readonly<Record<Need['what'], Tone>> = {
  'training failed': 'bad',
  'batch held': 'warn',
  'dead letters': 'bad',
  drift: 'warn',
  'rolled back': 'bad',
  stalled: 'warn',
  'files damaged': 'bad',
  'not served': 'warn',
};

function One(need: Need) {
  const { what, dataset, subject, count, since, reason } = need;
  return (
    <li>
      <Badge tone={TONES[what]}>{t().first.what[what]}</Badge>
      <span class="need-what">
        <a href={placeOf(need)}>{[dataset, subject].filter(Boolean).join(' · ')}</a>
        {count > 1 && <b> {t().first.times(number(count))}</b>}
        {reason && <span class="reason">{reason}</span>}
      </span>
      {since && (
        <span class="pale">
          <Moment at={since} />
        </span>
      )}
    </li>
  );
}

/** Where somebody can do something about it. */
function placeOf({ what, dataset, subject }: Need): string {
  if (what === 'dead letters')
    return withQuery('/letters', { ...(dataset ? { dataset } : {}), ...(subject ? { type: subject } : {}) });
  if (!dataset) return '/';
  if (what === 'training failed' || what === 'batch held' || what === 'drift')
    return pathOf('batches', dataset, subject ?? '');
  if (what === 'rolled back' || what === 'files damaged') return pathOf('versions', dataset, subject ?? '');
  return what === 'stalled' ? withQuery('/pipeline', { dataset }) : pathOf('datasets', dataset);
}

/** What concerns every page: the server is away, or nobody has to show who they are. */
import { useEffect, useRef } from 'preact/hooks';
import { awaySince } from '../data/connection.ts';
import { useMe } from '../data/me.ts';
import { t } from '../texts/texts.ts';
import { timeOfDay } from '../ui/format.ts';
import { announce } from './said.tsx';

export function Banner() {
  const since = awaySince.value;
  const { value: me } = useMe();
  useAnnounced(since);
  return (
    <>
      {since !== undefined && (
        <p class="banner wrong" role="alert">
          {t().shell.away(timeOfDay(since))}
        </p>
      )}
      {me?.open && (
        <p class="banner">
          {t().shell.open} <a href="/access">{t().shell.openWhat}</a>
        </p>
      )}
    </>
  );
}

function useAnnounced(since: number | undefined): void {
  const was = useRef(since);
  useEffect(() => {
    if (was.current !== undefined && since === undefined) announce(t().shell.back);
    was.current = since;
  }, [since]);
}

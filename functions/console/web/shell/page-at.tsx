/** The page at the place where one is: loaded when it is needed, and told about to screen readers. */
import type { ComponentType } from 'preact';
import { useEffect, useErrorBoundary, useRef, useState } from 'preact/hooks';
import { NEEDS } from '../../../../shared/runtime/access/needs.ts';
import { may, useMe } from '../data/me.ts';
import { type Found, type PageProps, type Room, roomAt } from '../rooms.ts';
import { t } from '../texts/texts.ts';
import { Notice } from '../ui/notice.tsx';
import { Failed, Loading } from '../ui/states.tsx';
import { place } from './place.ts';
import { announce } from './said.tsx';

export function PageAt() {
  const { path } = place.value;
  const found = roomAt(path);
  const title = found?.room.title(t(), found.parts) ?? t().shell.notFound;
  useTitle(title, path);
  if (!found) return <NotFound />;
  return <Allowed {...found} key={path} />;
}

/** A new page is said by its name, and keys go on from its beginning. */
function useTitle(title: string, path: string): void {
  const before = useRef(path);
  useEffect(() => {
    document.title = `${title} · Marea`;
    if (before.current === path) return;
    before.current = path;
    announce(title);
    document.getElementById('page')?.focus({ preventScroll: true });
  }, [title, path]);
}

function Allowed({ room, parts }: Found) {
  const { value: me, error, at } = useMe();
  if (!me)
    return error ? (
      <div class="page">
        <h1>{room.title(t(), parts)}</h1>
        <Failed error={error} at={at} />
      </div>
    ) : (
      <Loading />
    );
  if (may(me, room.needs)) return <Loaded room={room} parts={parts} />;
  const { roles, to } = NEEDS[room.needs];
  const texts = t().shell;
  const needed = typeof roles === 'string' ? roles : roles.join(', ');
  return (
    <Notice title={texts.notAllowed}>
      <p>{texts.notAllowedText(to, needed, me.roles.join(', ') || texts.none)}</p>
    </Notice>
  );
}

const loaded = new Map<Room, ComponentType<PageProps>>();

function Loaded({ room, parts }: Found) {
  const [Page, setPage] = useState<ComponentType<PageProps> | undefined>(() => loaded.get(room));
  const [isLost, setLost] = useState(false);
  const [broken] = useErrorBoundary((error) => console.error(error));
  useEffect(() => {
    room.load().then(
      (module) => {
        loaded.set(room, module.Page);
        setPage(() => module.Page);
      },
      () => setLost(true),
    );
  }, [room]);
  if (broken) return <Broken title={t().shell.failed} text={String((broken as Error).message)} />;
  if (isLost) return <Broken title={t().shell.notLoaded} text={t().shell.notLoadedText} />;
  return Page ? <Page parts={parts} /> : <Loading />;
}

const Broken = ({ title, text }: { readonly title: string; readonly text: string }) => (
  <Notice title={title} kind="wrong">
    <p>{text}</p>
    <button type="button" onClick={() => location.reload()}>
      {t().shell.loadAnew}
    </button>
  </Notice>
);

/** Not before the rest of the frame is there, which would move it. */
function NotFound() {
  const { value: me, error } = useMe();
  if (!me && !error) return <Loading />;
  return (
    <Notice title={t().shell.notFound}>
      <p>{t().shell.notFoundText}</p>
      <p>
        <a href="/">{t().shell.toFirst}</a>
      </p>
    </Notice>
  );
}

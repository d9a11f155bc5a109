/** Links between pages of the console do not load it anew; what else a link is for, the browser does. */
import { roomAt } from '../rooms.ts';
import { go } from './place.ts';

/** For `onClick` of whatever holds links. */
export function follow(event: MouseEvent): void {
  const link = event.target instanceof Element ? event.target.closest('a') : null;
  if (!link || event.defaultPrevented || event.button !== 0 || isForBrowser(event, link)) return;
  const { origin, pathname, search, hash } = new URL(link.href);
  if (origin !== location.origin || hash || !roomAt(pathname)) return;
  event.preventDefault();
  go(pathname + search);
}

const isForBrowser = (event: MouseEvent, link: HTMLAnchorElement): boolean =>
  event.metaKey ||
  event.ctrlKey ||
  event.shiftKey ||
  event.altKey ||
  link.target !== '' ||
  link.hasAttribute('download');

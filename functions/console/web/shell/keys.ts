/** Keys that lead somewhere: Ctrl-K, g and a letter, and ? for what there are. */
import { ROOMS } from '../rooms.ts';
import { isHelpOpen } from './help.tsx';
import { openPalette } from './palette.tsx';
import { go } from './place.ts';

/** Until when a letter after `g` is one of a page. */
let until = 0;
const WAIT_MS = 1200;

/** @returns what ends it */
export function startKeys(): () => void {
  document.addEventListener('keydown', take);
  return () => document.removeEventListener('keydown', take);
}

function take(event: KeyboardEvent): void {
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'k') {
    event.preventDefault();
    openPalette();
  } else if (!event.ctrlKey && !event.metaKey && !event.altKey && !isWriting(event)) letter(event);
}

function letter(event: KeyboardEvent): void {
  const isSecond = performance.now() < until;
  until = 0;
  const room = isSecond ? ROOMS.find(({ key }) => key === event.key) : undefined;
  if (room) go(room.pattern);
  else if (event.key === 'g') until = performance.now() + WAIT_MS;
  else if (event.key === '?') isHelpOpen.value = true;
  else return;
  event.preventDefault();
}

/** What is typed into a field, or while a dialog is open, is meant for that. */
const isWriting = ({ target }: KeyboardEvent): boolean =>
  target instanceof Element &&
  (target.closest('input, textarea, select, [contenteditable]') !== null ||
    document.querySelector('dialog[open]') !== null);

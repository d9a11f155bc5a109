/** Whether the server answers, and whether anybody looks. */
import { signal } from '@preact/signals';

/** Since when nobody answers, in milliseconds; undefined while somebody does. */
export const awaySince = signal<number | undefined>(undefined);

/** When an answer came last. */
let last = Date.now();

export function answered(): void {
  last = Date.now();
  awaySince.value = undefined;
}

export function unanswered(): void {
  awaySince.value ??= last;
}

/** Nothing is asked for while nobody looks: a console that nobody looks at goes to zero. */
export const isVisible = signal(!document.hidden);
document.addEventListener('visibilitychange', () => {
  isVisible.value = !document.hidden;
});

/** Ticks while somebody looks: times that are told as "3 minutes ago" follow it. */
export const now = signal(Date.now());
setInterval(() => {
  if (isVisible.peek()) now.value = Date.now();
}, 5000);

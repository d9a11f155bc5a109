/** Where Ctrl-K leads: pages, and what other parts of the console add for what they know. */
import type { Datasets } from '../../../../shared/api/datasets.ts';
import { useLive } from '../data/live.ts';
import { t } from '../texts/texts.ts';
import { usePages } from './navigation.tsx';
import { pathOf } from './place.ts';

export interface Destination {
  /** What it is: 'Page', 'Batch'. */
  readonly kind: string;
  readonly name: string;
  readonly path: string;
}

/** Hooks: each tells, while the palette is open, of places that it knows. */
const sources: (() => readonly Destination[])[] = [pages, datasets];

/** For rooms: call it once, when the module is loaded with the shell. */
export const addDestinations = (source: () => readonly Destination[]): void => void sources.push(source);

const MOST = 50;

/** Those that have all words of a text in their name, kind or path. */
export function useDestinations(text: string): readonly Destination[] {
  const words = folded(text).split(/\s+/).filter(Boolean);
  const all = sources.flatMap((source) => source());
  return all
    .filter(({ kind, name, path }) => {
      const whole = folded(`${kind} ${name} ${path}`);
      return words.every((word) => whole.includes(word));
    })
    .slice(0, MOST);
}

const folded = (text: string): string => text.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase();

function pages(): readonly Destination[] {
  return usePages().map(({ title, pattern }) => ({
    kind: t().shell.page,
    name: title(t(), {}),
    path: pattern,
  }));
}

function datasets(): readonly Destination[] {
  const { value } = useLive<Datasets>('/api/datasets', 10_000);
  return (value?.datasets ?? []).map(({ name, title }) => ({
    kind: t().shell.dataset,
    name: title,
    path: pathOf('datasets', name),
  }));
}

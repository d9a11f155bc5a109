/** Texts of the language that is spoken: that of the browser, or the one that was chosen. English where there is none. */
import { signal } from '@preact/signals';
import { en } from './en.ts';

/** What each language has to have: texts where English has texts, texts of the same things where it has those. */
export type Texts = Same<typeof en>;
type Same<T> = T extends string
  ? string
  : T extends (...given: infer Given) => string
    ? (...given: Given) => string
    : { readonly [Key in keyof T]: Same<T[Key]> };

export const LANGUAGES = { en: 'English', es: 'Español' } as const;
export type Language = keyof typeof LANGUAGES;

const others: Readonly<Record<Exclude<Language, 'en'>, () => Promise<Texts>>> = {
  es: async () => (await import('./es.ts')).es,
};

const KEPT = 'marea.language';

export const language = signal<Language>('en');
const spoken = signal<Texts>(en);

/** For whoever draws: follows the language. */
export const t = (): Texts => spoken.value;

export async function speak(wanted: Language): Promise<void> {
  const found = wanted === 'en' ? en : await others[wanted]();
  document.documentElement.lang = wanted;
  language.value = wanted;
  spoken.value = found;
}

/** Speaks it from now on, here. */
export async function choose(wanted: Language): Promise<void> {
  localStorage.setItem(KEPT, wanted);
  await speak(wanted);
}

export const startLanguage = (): Promise<void> =>
  speak(known(localStorage.getItem(KEPT)) ?? navigator.languages.map(known).find((one) => one) ?? 'en');

/** 'es-MX' is Spanish. */
function known(tag: string | null | undefined): Language | undefined {
  const [name = ''] = (tag ?? '').split('-');
  return Object.hasOwn(LANGUAGES, name) ? (name as Language) : undefined;
}

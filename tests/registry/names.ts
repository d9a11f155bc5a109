/**
 * What is called otherwise at another server: the ids of runs, models and experiments, names that it makes up, and
 * tokens of pages. Learned from
 * answers to the same question, and put in the place of theirs in what is asked next.
 */
import type { Json } from './exchanges.ts';

const LONG_ID = /(?:m-)?(?<![0-9a-f])[0-9a-f]{32}(?![0-9a-f])/g;
const ID_KEYS = ['run_id', 'run_uuid', 'model_id'];
const EXPERIMENT_KEYS = ['experiment_id', 'experiment_ids'];
/** What a run is called when nobody says it. */
const MADE_UP = /\b[a-z]+-[a-z]+-\d{1,3}\b/g;
const TOKEN_KEYS = ['page_token', 'next_page_token'];
/** Where an experiment is the first part of a path. */
const EXPERIMENT_PATHS = /((?:mlflow-artifacts:|\/mlflow-artifacts\/artifacts)\/)(\d+)(?=\/|"|$)/g;

export class Names {
  readonly #ids = new Map<string, string>();
  readonly #experiments = new Map<string, string>();
  readonly #tokens = new Map<string, string>();

  /** Goes through two answers side by side. */
  learn(theirs: Json | undefined, ours: Json | undefined, key = ''): void {
    if (typeof theirs === 'string' && typeof ours === 'string') this.#learnText(theirs, ours, key);
    else if (Array.isArray(theirs) && Array.isArray(ours))
      for (const [index, item] of theirs.entries()) this.learn(item as Json, ours[index] as Json, key);
    else if (isObject(theirs) && isObject(ours))
      for (const [name, value] of Object.entries(theirs)) this.learn(value, ours[name], name);
  }

  #learnText(theirs: string, ours: string, key: string): void {
    if (TOKEN_KEYS.includes(key)) this.#tokens.set(theirs, ours);
    else if (EXPERIMENT_KEYS.includes(key)) this.#experiments.set(theirs, ours);
    else if (isName(theirs, key) && isName(ours, key) && !this.#ids.has(theirs)) this.#ids.set(theirs, ours);
  }

  /** A text of theirs in our words. */
  text(theirs: string): string {
    return theirs
      .replaceAll(LONG_ID, (id) => this.#ids.get(id) ?? id)
      .replaceAll(MADE_UP, (name) => this.#ids.get(name) ?? name)
      .replaceAll(EXPERIMENT_PATHS, (_, before: string, id: string) => before + this.#experiment(id));
  }

  /** A path with its query. */
  path(theirs: string): string {
    const url = new URL(theirs, 'http://registry.test');
    url.pathname = this.text(url.pathname);
    const asked = new URLSearchParams();
    for (const [key, value] of url.searchParams) asked.append(key, this.#inQuery(key, value));
    url.search = asked.toString();
    return url.pathname + url.search;
  }

  /** A body, or an answer. */
  json(theirs: Json, key = ''): Json {
    if (typeof theirs === 'string') return this.#value(theirs, key);
    if (Array.isArray(theirs)) return theirs.map((item: Json) => this.json(item, key));
    if (!isObject(theirs)) return theirs;
    return Object.fromEntries(Object.entries(theirs).map(([name, value]) => [name, this.json(value, name)]));
  }

  #value(theirs: string, key: string): string {
    if (TOKEN_KEYS.includes(key)) return this.#tokens.get(theirs) ?? theirs;
    return EXPERIMENT_KEYS.includes(key) ? this.#experiment(theirs) : this.text(theirs);
  }

  readonly #experiment = (id: string): string => this.#experiments.get(id) ?? id;

  #inQuery(key: string, value: string): string {
    if (key === 'path') return this.text(value).replace(/^\d+/, this.#experiment);
    return this.#value(value, key);
  }
}

const isName = (text: string, key: string): boolean =>
  ID_KEYS.includes(key)
    ? /^(m-)?[0-9a-f]{32}$/.test(text)
    : key === 'run_name' && /^[a-z]+-[a-z]+-\d{1,3}$/.test(text);

export const isObject = (value: Json | undefined): value is { readonly [key: string]: Json } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

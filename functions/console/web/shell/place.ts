/** Where one is: the path and the query of the page, as a value that pages follow; whatever is shown has such a place. */
import { signal } from '@preact/signals';

export interface Place {
  readonly path: string;
  readonly query: URLSearchParams;
}

const read = (): Place => ({ path: location.pathname, query: new URLSearchParams(location.search) });

export const place = signal<Place>({ path: '/', query: new URLSearchParams() });

/** Goes to a path of the console, with its query. */
export function go(to: string): void {
  if (to === location.pathname + location.search) return;
  history.pushState(null, '', to);
  scrollTo(0, 0);
  place.value = read();
}

/** The value of a name in the query. */
export const asked = (name: string): string | undefined => place.value.query.get(name) ?? undefined;

/** Says in the address what is shown now; undefined and '' take a name away. It is no new step in the history. */
export function say(changes: Readonly<Record<string, string | undefined>>): void {
  const query = new URLSearchParams(location.search);
  for (const [name, value] of Object.entries(changes))
    if (value) query.set(name, value);
    else query.delete(name);
  history.replaceState(null, '', withQuery(location.pathname, query));
  place.value = read();
}

export function withQuery(path: string, query: URLSearchParams | Readonly<Record<string, string>>): string {
  const text = new URLSearchParams(query).toString();
  return text ? `${path}?${text}` : path;
}

/** A path of parts that may hold anything. */
export const pathOf = (...parts: readonly (string | number)[]): string =>
  `/${parts.map((part) => encodeURIComponent(part)).join('/')}`;

/** The named parts of a path, as '/batches/:dataset/:id' names them; undefined where it is another. */
export function partsOf(pattern: string, path: string): Record<string, string> | undefined {
  const [wanted, given] = [pattern.split('/'), path.replace(/(.)\/$/, '$1').split('/')];
  if (wanted.length !== given.length) return undefined;
  const parts: Record<string, string> = {};
  for (const [index, name] of wanted.entries()) {
    const part = decoded(given[index] ?? '');
    if (part === undefined) return undefined;
    if (name.startsWith(':') && part !== '') parts[name.slice(1)] = part;
    else if (name !== part) return undefined;
  }
  return parts;
}

function decoded(part: string): string | undefined {
  try {
    return decodeURIComponent(part);
  } catch {
    return undefined;
  }
}

/** Follows the browser's own steps. */
export function startPlaces(): void {
  place.value = read();
  addEventListener('popstate', () => {
    place.value = read();
  });
}

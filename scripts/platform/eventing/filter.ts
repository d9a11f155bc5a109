/** Which events a Trigger takes. */
import type { Filter, Trigger } from '../manifests/schemas.ts';

type Attributes = Readonly<Record<string, string>>;

/** `filters` replaces `filter` where both are given; no filter takes all. */
export function takes(
  { filter, filters }: Pick<Trigger['spec'], 'filter' | 'filters'>,
  attributes: Attributes,
): boolean {
  if (filters) return filters.every((one) => matches(one as Filter, attributes));
  return Object.entries(filter?.attributes ?? {}).every(
    // The older filter takes an empty value for "any".
    ([name, value]) => (value === '' ? name in attributes : attributes[name] === value),
  );
}

function matches({ exact, prefix, suffix, all, any, not }: Filter, attributes: Attributes): boolean {
  const every = (wanted: Attributes, test: (have: string, want: string) => boolean): boolean =>
    Object.entries(wanted).every(([name, want]) => {
      const have = attributes[name];
      return have !== undefined && test(have, want);
    });
  if (exact) return every(exact, (have, want) => have === want);
  if (prefix) return every(prefix, (have, want) => have.startsWith(want));
  if (suffix) return every(suffix, (have, want) => have.endsWith(want));
  if (all) return all.every((one) => matches(one, attributes));
  if (any) return any.some((one) => matches(one, attributes));
  if (not) return !matches(not, attributes);
  return true;
}

/** The present values of a column, each kind of them once, with how often it is there. */
import type { ColumnDeclaration } from '../declaration.ts';
import { isMissing } from './missing.ts';
import { canonicalText } from './text.ts';

export interface Counted {
  readonly text: string;
  readonly times: number;
}

/** So many kinds are remembered; a value of another one is told each time that it is there. */
const REMEMBERED = 100_000;

/**
 * Texts are canonical. The first of a kind stands for all of it.
 * @param kindOf what a value has in common with those that are read as it is; default: itself
 */
export function* tally(
  declaration: ColumnDeclaration,
  values: Iterable<string>,
  kindOf: (text: string) => string = (text) => text,
): Generator<Counted> {
  const kinds = new Map<string, { readonly text: string; times: number }>();
  for (const value of values) {
    const text = canonicalText(value);
    if (isMissing(declaration, text)) continue;
    const kind = kindOf(text);
    const counted = kinds.get(kind);
    if (counted) counted.times += 1;
    else if (kinds.size < REMEMBERED) kinds.set(kind, { text, times: 1 });
    else yield { text, times: 1 };
  }
  yield* kinds.values();
}

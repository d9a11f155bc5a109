/** The present values of a column, nearly each once: how often one comes back tells nothing of how it is written. */
import type { ColumnDeclaration } from '../declaration.ts';
import { isMissing } from './missing.ts';
import { canonicalText } from './text.ts';

/** So many are remembered; beyond, a value may come again. */
const REMEMBERED = 100_000;

export function* distinctTexts(declaration: ColumnDeclaration, values: Iterable<string>): Generator<string> {
  const seen = new Set<string>();
  for (const value of values) {
    if (seen.has(value)) continue;
    if (seen.size < REMEMBERED) seen.add(value);
    const text = canonicalText(value);
    if (!isMissing(declaration, text)) yield text;
  }
}

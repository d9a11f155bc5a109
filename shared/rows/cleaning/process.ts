/** One frame from raw texts to what is stored: clean rows, rejected rows, and rows that were there before. */
import type { Dataset } from '../../datasets/declaration.ts';
import { type NormalisedColumn, normaliseColumn } from '../../datasets/normalise.ts';
import type { Form } from '../../datasets/values/form.ts';
import type { Column } from '../../ml/table.ts';
import type { Frame } from './frame.ts';
import { hexOf, identityOf } from './identity.ts';
import type { IdentitySet } from './identity-set.ts';
import { type Judgement, judge } from './judge.ts';
import { identityTexts, textsOf } from './texts.ts';

/** Rows of a frame that no rule rejects and that are equal to no earlier row of the batch. */
export interface Candidates {
  /** Their positions in the frame. */
  readonly rows: readonly number[];
  /** Their identities as hexadecimal digits, in the same order. */
  readonly identities: readonly string[];
  /** How many were left out as equal to an earlier one. */
  readonly repeated: number;
}

export interface Processed {
  readonly judgement: Judgement;
  readonly normalised: Readonly<Record<string, NormalisedColumn>>;
  readonly columns: Readonly<Record<string, Column>>;
  readonly texts: Texts;
  readonly candidates: Candidates;
}

/** For each column of identity and group the texts of its values, row by row. */
type Texts = Readonly<Record<string, readonly string[]>>;

/** How columns are written, by name, where that is not the plain form. */
export type Forms = Readonly<Record<string, Form>>;

/** @param seen identities of the batch's rows so far; those of this frame are added */
export function process(dataset: Dataset, frame: Frame, seen: IdentitySet, forms: Forms = {}): Processed {
  const declarations = Object.entries(dataset.columns);
  const told = new Set([...dataset.identity, ...dataset.group]);
  const normalised: Record<string, NormalisedColumn> = {};
  const columns: Record<string, Column> = {};
  const texts: Record<string, readonly string[]> = {};
  const parts: Record<string, readonly string[]> = {};
  declarations.forEach(([name, declaration], index) => {
    const raw = frame.columns[index] as readonly string[];
    const result = normaliseColumn(declaration, raw, forms[name]);
    normalised[name] = result;
    columns[name] = result.column;
    if (!told.has(name)) return;
    texts[name] = textsOf(declaration, result.column);
    parts[name] = identityTexts(texts[name], result.invalid, raw);
  });
  const judgement = judge(dataset, normalised, frame.malformed, frame.problems);
  return { judgement, normalised, columns, texts, candidates: candidatesOf(dataset, judgement, parts, seen) };
}

function candidatesOf(
  { identity }: Dataset,
  { verdict }: Judgement,
  texts: Texts,
  seen: IdentitySet,
): Candidates {
  const parts = identity.map((name) => texts[name] as readonly string[]);
  const rows: number[] = [];
  const identities: string[] = [];
  let accepted = 0;
  for (let row = 0; row < verdict.length; row++) {
    if (verdict[row] !== 0) continue;
    accepted += 1;
    let values = '';
    for (const part of parts) values += `${part[row]}\t`;
    const identity = identityOf(values);
    if (!seen.add(identity)) continue;
    rows.push(row);
    identities.push(hexOf(identity));
  }
  return { rows, identities, repeated: accepted - rows.length };
}

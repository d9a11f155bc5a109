/** One frame after another from raw texts to what is stored: clean rows, rejected rows, and rows that were there before. */
import type { Dataset } from '../../datasets/declaration.ts';
import type { NormalisedColumn } from '../../datasets/normalise.ts';
import type { Form } from '../../datasets/values/form.ts';
import type { Column } from '../../ml/table.ts';
import type { Frame, FrameColumn } from './frame.ts';
import { identifier } from './identity.ts';
import { type IdentitySet, identitySet } from './identity-set.ts';
import { type Judgement, judge } from './judge.ts';
import { columnReader, type ReadColumn } from './read-column.ts';

/** Rows of a frame that no rule rejects and that are equal to no earlier row of the batch. */
export interface Candidates {
  /** Their positions in the frame. */
  readonly rows: readonly number[];
  /** Their identities, as identityOf() gives them, in the same order. */
  readonly identities: readonly string[];
  /** How many were left out as equal to an earlier one. */
  readonly repeated: number;
}

export interface Processed {
  readonly judgement: Judgement;
  readonly normalised: Readonly<Record<string, NormalisedColumn>>;
  readonly columns: Readonly<Record<string, Column>>;
  /** By name. */
  readonly read: ReadColumns;
  readonly candidates: Candidates;
}

type ReadColumns = Readonly<Record<string, ReadColumn>>;

/** How columns are written, by name, where that is not the plain form. */
export type Forms = Readonly<Record<string, Form>>;

/** @returns what takes the frames of one batch, in their order */
export function processor(dataset: Dataset, forms: Forms = {}): (frame: Frame) => Processed {
  const seen = identitySet();
  const identify = identifier();
  const readers = Object.entries(dataset.columns).map(
    ([name, declaration]) => [name, columnReader(declaration, forms[name])] as const,
  );
  return ({ columns, malformed, problems }) => {
    const read = Object.fromEntries(
      readers.map(([name, reader], index) => [name, reader(columns[index] as FrameColumn)]),
    );
    const normalised = each(read, (column) => column.normalised);
    const judgement = judge(dataset, normalised, malformed, problems);
    return {
      judgement,
      normalised,
      columns: each(normalised, ({ column }) => column),
      read,
      candidates: candidatesOf(dataset, judgement, read, { seen, identify }),
    };
  };
}

const each = <From, To>(
  record: Readonly<Record<string, From>>,
  of: (value: From) => To,
): Record<string, To> => Object.fromEntries(Object.entries(record).map(([name, value]) => [name, of(value)]));

function candidatesOf(
  { identity }: Dataset,
  { verdict }: Judgement,
  read: ReadColumns,
  { seen, identify }: { readonly seen: IdentitySet; readonly identify: ReturnType<typeof identifier> },
): Candidates {
  const told = identity.map((name) => read[name] as ReadColumn);
  const rows: number[] = [];
  const identities: string[] = [];
  let accepted = 0;
  for (let row = 0; row < verdict.length; row++) {
    if (verdict[row] !== 0) continue;
    accepted += 1;
    const found = identify(told, row);
    if (!seen.add(found)) continue;
    rows.push(row);
    identities.push(found);
  }
  return { rows, identities, repeated: accepted - rows.length };
}

/** Rejected rows by their reason, each with the first one as it came. */
import type { Dataset } from '../../datasets/declaration.ts';
import { type Frame, type FrameColumn, textAt } from '../cleaning/frame.ts';
import type { Judgement } from '../cleaning/judge.ts';
import type { Rejection } from './file-check.ts';

/** Characters of an example. */
const LENGTH = 300;

export interface Rejections {
  add(dataset: Dataset, frame: Frame, judgement: Judgement): void;
  /** The commonest first. */
  total(): Rejection[];
}

export function rejections(): Rejections {
  const found = new Map<string, { rows: number; readonly example: Rejection['example'] }>();
  return {
    add(dataset, frame, { verdict, reasons }) {
      for (let row = 0; row < verdict.length; row++) {
        const reason = reasons[verdict[row] as number];
        if (!reason) continue;
        const line = found.get(reason);
        if (line) line.rows += 1;
        else found.set(reason, { rows: 1, example: exampleOf(dataset, frame, row) });
      }
    },
    total: () =>
      [...found]
        .map(([reason, { rows, example }]) => ({ reason, rows, example }))
        .sort((a, b) => b.rows - a.rows),
  };
}

function exampleOf({ columns }: Dataset, frame: Frame, row: number): Rejection['example'] {
  const values = Object.keys(columns).map((name, index) => [
    name,
    textAt(frame.columns[index] as FrameColumn, row),
  ]);
  const present = Object.fromEntries(values.filter(([, value]) => value !== ''));
  const text = frame.malformed[row] || JSON.stringify(present);
  return { row: frame.rowNumbers[row] as number, text: text.slice(0, LENGTH) };
}

/** A file whose columns nobody has declared: its names, how many rows it has, and a bounded sample of them as texts. */
import type { Dataset } from '../../datasets/declaration.ts';
import { nearest } from '../../datasets/nearest.ts';
import { FormatError } from '../../formats/index.ts';
import { framesOf } from '../checking/frames.ts';
import { textAt } from '../cleaning/frame.ts';
import { fileRows } from '../reading/file.ts';
import type { Named } from '../reading/format.ts';
import type { Limits } from '../reading/limits.ts';
import { namesIn } from './names-in.ts';

export interface SampledFile {
  /** Rows of the whole file. */
  readonly rows: number;
  /** By column, in the order of the file; '' is missing. */
  readonly texts: ReadonlyMap<string, readonly string[]>;
  readonly sampled: number;
  /** Of the target, over all rows, as long as they are not more than could be classes. */
  readonly targets: ReadonlyMap<string, number>;
}

export interface DraftedFile {
  open(): AsyncIterable<Buffer>;
  readonly named: Named;
}

/** Values that are held at most, and rows. */
const MOST_VALUES = 1_500_000;
const MOST_ROWS = 20_000;
/** Of a value that is longer the beginning is held. */
const LONGEST = 200;
/** Different targets that are counted. */
export const MOST_TARGETS = 2_000;

/** @throws FormatError when it cannot be read, or has no such target */
export async function sampleFile(file: DraftedFile, target: string, limits: Limits): Promise<SampledFile> {
  const names = await namesIn(file.open(), file.named, limits);
  if (!names.includes(target)) {
    const near = nearest(target, names);
    const meant = near ? `, did you mean "${near}"?` : `: there are ${names.slice(0, 12).join(', ')}`;
    throw new FormatError(`the file has no column "${target}"${meant}`);
  }
  const dataset = asTexts(names, target);
  const kept = keeper(names);
  const targets = new Map<string, number>();
  const place = names.indexOf(target);
  for await (const frame of framesOf(
    await fileRows(file.open(), file.named, dataset, limits),
    dataset,
    limits,
  ))
    for (let row = 0; row < frame.rows; row++) {
      if (frame.malformed[row]) continue;
      const column = frame.columns[place];
      const text = column ? textAt(column, row) : '';
      if (targets.size <= MOST_TARGETS) targets.set(text, (targets.get(text) ?? 0) + 1);
      kept.offer((at) => textAt(frame.columns[at] ?? { codes: new Uint32Array(), texts: [] }, row));
    }
  return { ...kept.taken(), targets };
}

/** Each so manieth row is kept, evenly over the file; the step doubles when there are too many. */
function keeper(names: readonly string[]) {
  const most = Math.max(500, Math.min(MOST_ROWS, Math.floor(MOST_VALUES / names.length)));
  const columns: string[][] = names.map(() => []);
  let seen = 0;
  let step = 1;
  const halve = (): void => {
    for (const [at, texts] of columns.entries()) columns[at] = texts.filter((_, row) => row % 2 === 0);
    step *= 2;
  };
  return {
    offer(value: (at: number) => string): void {
      if (seen++ % step !== 0) return;
      columns.forEach((texts, at) => {
        texts.push(ownText(value(at)));
      });
      if ((columns[0]?.length ?? 0) > most) halve();
    },
    taken: () => ({
      rows: seen,
      sampled: columns[0]?.length ?? 0,
      texts: new Map(names.map((name, at) => [name, columns[at] ?? []])),
    }),
  };
}

/** A copy: a text that was cut out of a large one would keep all of that in memory. */
const ownText = (text: string): string =>
  text.length < 13 ? text : Buffer.from(text.slice(0, LONGEST)).toString();

/** A declaration that takes any value of any column. */
function asTexts(names: readonly string[], target: string): Dataset {
  return {
    name: 'draft',
    title: 'draft',
    description: 'draft',
    columns: Object.fromEntries(names.map((name) => [name, { type: 'text', label: name }])),
    target: { column: target, task: 'classification', classes: [] },
    rules: [],
    derived: {},
    features: [],
    identity: [],
    group: [],
    training: { minRows: 1, minSourceShare: 0 },
    accept: [],
    objective: { metric: 'log_loss', better: 'lower' },
    drift: { columns: [], share: 1 },
    listed: [],
    example: {},
  };
}

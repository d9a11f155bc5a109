/** What is done with a file, from when it is dropped to the result: one step after the other, and each can be ended. */
import { useEffect, useState } from 'preact/hooks';
import type { PredictForm } from '../../../../../../shared/api/predicting.ts';
import type { Refused } from '../../../data/refused.ts';
import { t } from '../../../texts/texts.ts';
import { answerFile, type Counts, NONE } from './answer-file.ts';
import { type Look, lookAt } from './look.ts';
import { opened } from './opened.ts';
import type { TableFile } from './table.ts';

export type Step =
  | { readonly step: 'waiting'; readonly problem?: string }
  | { readonly step: 'looking'; readonly rows: number }
  | { readonly step: 'looked'; readonly looked: Looked }
  | ({ readonly step: 'asking'; readonly looked: Looked; readonly again: string | undefined } & Doing)
  /** Nobody answers for long: what is there stays, and somebody says when to go on. */
  | ({
      readonly step: 'held';
      readonly looked: Looked;
      readonly problem: string;
      readonly goOn: () => void;
    } & Doing)
  | ({ readonly step: 'done'; readonly looked: Looked; readonly result: Blob } & Doing);

export interface Looked {
  readonly name: string;
  readonly table: TableFile;
  readonly look: Look;
}

interface Doing {
  readonly counts: Counts;
}

export interface Work {
  readonly now: Step;
  readonly take: (file: File) => void;
  readonly ask: (version: string | undefined) => void;
  /** Ends what is under way; what was answered until then is the result. */
  readonly end: () => void;
  readonly putAway: () => void;
}

export function useWork(form: PredictForm): Work {
  const [now, setNow] = useState<Step>({ step: 'waiting' });
  const [stop, setStop] = useState(() => new AbortController());
  useEffect(() => () => stop.abort(), [stop]);
  const begun = (): AbortSignal => {
    stop.abort();
    const next = new AbortController();
    setStop(next);
    return next.signal;
  };
  const failed = (problem: string): void => setNow({ step: 'waiting', problem });
  return {
    now,
    take: (file) => void look(form, file, begun(), setNow).catch((error: Error) => failed(textOf(error))),
    ask: (version) => {
      if (now.step !== 'looked') return;
      const asking = { form, looked: now.looked, version, stop: begun(), tell: setNow };
      void answer(asking).catch((error: Error) => failed(textOf(error)));
    },
    end: () => stop.abort(),
    putAway: () => {
      stop.abort();
      setNow({ step: 'waiting' });
    },
  };
}

const textOf = (error: Error): string =>
  error instanceof RangeError ? t().predictFile.endless : error.message || t().ui.failed;

async function look(
  form: PredictForm,
  file: File,
  stop: AbortSignal,
  tell: (step: Step) => void,
): Promise<void> {
  tell({ step: 'looking', rows: 0 });
  try {
    const table = await opened(file, form, stop);
    if (!table?.columns.some(({ field }) => field)) throw new Error(t().predictFile.noneKnown);
    const seen = await lookAt(table, form, stop, (rows) => tell({ step: 'looking', rows }));
    tell({ step: 'looked', looked: { name: file.name, table, look: seen } });
  } catch (error) {
    // Who has ended it has begun something else, or has gone.
    if (!stop.aborted) throw error;
  }
}

interface AskedFile {
  readonly form: PredictForm;
  readonly looked: Looked;
  readonly version: string | undefined;
  readonly stop: AbortSignal;
  readonly tell: (step: Step) => void;
}

async function answer({ form, looked, version, stop, tell }: AskedFile): Promise<void> {
  let counts = NONE;
  const going = (again: string | undefined): void => tell({ step: 'asking', looked, counts, again });
  const held = ({ message }: Refused): Promise<void> =>
    new Promise((resolve) => {
      const goOn = (): void => {
        going(undefined);
        resolve();
      };
      stop.addEventListener('abort', () => resolve(), { once: true });
      tell({ step: 'held', looked, counts, problem: message, goOn });
    });
  going(undefined);
  const result = await answerFile({
    form,
    table: looked.table,
    version,
    stop,
    onCounts: (told) => {
      counts = told;
      going(undefined);
    },
    onAgain: ({ message }) => going(message),
    onHeld: held,
  });
  tell({ step: 'done', looked, result, counts });
}

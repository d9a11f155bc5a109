/** A prediction that counts: it is noted, and somebody can tell later what was true. What is only tried out is not. */
import { useState } from 'preact/hooks';
import type { PredictorAnswer } from '../../../../../shared/api/predicting.ts';
import { askModel, type Question } from './asking.ts';

export interface Noting {
  /** The last one. */
  readonly noted: PredictorAnswer | undefined;
  readonly isUnderWay: boolean;
  readonly problem: string | undefined;
  readonly note: () => Promise<void>;
}

export function useNoted({ dataset, version, row }: Question): Noting {
  const [noted, setNoted] = useState<PredictorAnswer>();
  const [isUnderWay, setUnderWay] = useState(false);
  const [problem, setProblem] = useState<string>();
  const note = async (): Promise<void> => {
    if (isUnderWay || !row) return;
    setUnderWay(true);
    try {
      setNoted(await askModel<PredictorAnswer>({ dataset, version }, 'predict', row));
      setProblem(undefined);
    } catch (error) {
      setProblem((error as Error).message);
    }
    setUnderWay(false);
  };
  return { noted, isUnderWay, problem, note };
}

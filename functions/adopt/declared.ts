/**
 * What the maker of a model says of it that its graph does not: in the metadata of its MLmodel, or in tags of its
 * version, which count more. All are texts; lists are JSON.
 */
import { RefusedModel } from '../../shared/onnx/offered/refused.ts';

export interface Declared {
  /** Of a model that takes one matrix, its columns: "bed", or "state=Ohio", which is 1 for that text and else 0. */
  readonly features?: readonly string[];
  /** unit: as the target is; log: its logarithm. Default unit. */
  readonly answer: 'unit' | 'log';
  /** Of a classification whose graph does not name them: in the order of the probabilities. */
  readonly classes?: readonly string[];
  /** Which output is the answer, where there are several. */
  readonly output?: string;
}

const PREFIX = 'marea.';

/** @throws RefusedModel with what is not what it should be */
export function declaredIn(said: Readonly<Record<string, unknown>>): Declared {
  const features = listIn(said, 'features');
  const classes = listIn(said, 'classes');
  const output = said[`${PREFIX}output`];
  return {
    ...(features ? { features } : {}),
    ...(classes ? { classes } : {}),
    ...(typeof output === 'string' ? { output } : {}),
    answer: answerIn(said[`${PREFIX}answer`]),
  };
}

function answerIn(said: unknown): Declared['answer'] {
  if (said === undefined || said === 'unit' || said === 'log') return said ?? 'unit';
  throw new RefusedModel(`${PREFIX}answer is ${told(said)}, expected "unit" or "log"`);
}

function listIn(said: Readonly<Record<string, unknown>>, name: string): string[] | undefined {
  const value = said[PREFIX + name];
  if (value === undefined) return undefined;
  const list = typeof value === 'string' ? parsed(value) : value;
  if (Array.isArray(list) && list.length > 0 && list.every((one) => typeof one === 'string')) return list;
  throw new RefusedModel(`${PREFIX}${name} is ${told(value)}, expected a list of texts in JSON`);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const told = (value: unknown): string => (JSON.stringify(value) ?? 'nothing').slice(0, 200);

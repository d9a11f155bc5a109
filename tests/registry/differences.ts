/** Where our answers are meant to differ from MLflow's, each with its reason: the table of docs has the same lines. */
import type { Exchange, Json } from './exchanges.ts';
import { isObject } from './names.ts';

export interface Told {
  readonly status: number;
  readonly answer: Json | undefined;
}

export interface Difference {
  /** As the documentation has it. */
  readonly what: string;
  readonly why: string;
  /** What MLflow would say if it were of our mind; undefined: anything will do. */
  readonly instead: (exchange: Exchange, theirs: Told, ours: Told) => Told | undefined;
}

const NOT_OFFERED = /\/traces\b|\/webhooks\b|\/genai\b|\/scorers\b|\/assessments\b/;
/** The code of a refusal. */
export const refusedCode = ({ answer }: Told): Json | undefined =>
  isObject(answer) ? answer.error_code : undefined;

export const DIFFERENCES: readonly Difference[] = [
  {
    what: 'Traces, webhooks and what else belongs to language models answer 404 `ENDPOINT_NOT_FOUND`',
    why: 'They are not offered; clients go on without them.',
    instead: ({ path }, theirs, ours) =>
      NOT_OFFERED.test(path) && refusedCode(ours) === 'ENDPOINT_NOT_FOUND' ? undefined : theirs,
  },
  {
    what: 'Refusals have their code and a message, in words of their own, and no `sqlstate` or `error_class`',
    why: 'Clients decide by the code; the message is for people.',
    instead: (_exchange, theirs, ours) =>
      refusedCode(theirs) !== undefined &&
      theirs.status === ours.status &&
      refusedCode(theirs) === refusedCode(ours)
        ? ours
        : theirs,
  },
  {
    what: '`server-info` has fewer fields, and all of them say no',
    why: 'None of what they are about is offered.',
    instead: ({ path }, theirs, ours) =>
      path.endsWith('/server-info') && ours.status === 200 ? ours : theirs,
  },
];

/** What is to be answered, differences that are meant being applied; undefined where anything will do. */
export function told(exchange: Exchange, answer: Json, ours: Told): Told | undefined {
  let theirs: Told | undefined = { status: exchange.status, answer };
  for (const { instead } of DIFFERENCES) if (theirs) theirs = instead(exchange, theirs, ours);
  return theirs;
}

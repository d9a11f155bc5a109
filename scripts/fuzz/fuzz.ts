/**
 * Odd requests, one after another and a few at once: each follows from the seed and its number, so that one that finds
 * something can be sent again alone.
 */
import type { Dataset } from '../../shared/datasets/declaration.ts';
import { below, type Random, seeded } from '../../shared/ml/random.ts';
import { byteMutators } from './byte-mutators.ts';
import { exchange } from './exchange.ts';
import { isDamaged, problemsOf } from './findings.ts';
import { headMutators } from './head-mutators.ts';
import { jsonMutators } from './json-mutators.ts';
import type { Mutator } from './mutator.ts';
import { bytesOf, type Sent } from './sent.ts';
import { oneOf } from './values.ts';
import { type Reached, wellMade } from './well-made.ts';

export interface Fuzz {
  readonly url: string;
  readonly reached: readonly Reached[];
  readonly dataset: Dataset;
  readonly seed: number;
  readonly from: number;
  readonly to: number;
  /** With which a request begins, before it is changed: a credential. */
  readonly headers?: Readonly<Record<string, string>>;
  /** That no answer may hold. */
  readonly secrets?: readonly string[];
  readonly atOnce?: number;
}

export interface Finding {
  readonly number: number;
  readonly problems: readonly string[];
  readonly mutations: readonly string[];
  readonly request: string;
  readonly answer: string;
}

export interface Found {
  readonly findings: readonly Finding[];
  /** How many were answered so; 0 is no answer. */
  readonly statuses: Readonly<Record<number, number>>;
  readonly slowest: Slowest;
}

/** The request whose answer took longest. */
export interface Slowest {
  readonly number: number;
  readonly milliseconds: number;
}

const MUTATORS: readonly [string, Mutator][] = [
  ...Object.entries(jsonMutators),
  ...Object.entries(byteMutators),
  ...Object.entries(headMutators),
];
const AT_ONCE = 8;

export interface Made {
  readonly sent: Sent;
  readonly mutations: readonly string[];
}

/** Request `number` of a seed. */
export function made(seed: number, number: number, starts: readonly Sent[]): Made {
  const random = seeded('fuzz', seed, number);
  let sent = oneOf(random, starts as readonly [Sent, ...Sent[]]);
  const mutations: string[] = [];
  for (let times = 1 + below(random, 3); times > 0; times--) {
    const [name, mutate] = oneOf(random, MUTATORS as [[string, Mutator], ...[string, Mutator][]]);
    sent = mutate(random as Random, sent);
    mutations.push(name);
  }
  return { sent, mutations };
}

export async function fuzz({
  url,
  reached,
  dataset,
  seed,
  from,
  to,
  headers = {},
  secrets = [],
  atOnce = AT_ONCE,
}: Fuzz): Promise<Found> {
  const starts = reached
    .flatMap((one) => wellMade(one, dataset))
    .map((sent) => ({ ...sent, headers: [...Object.entries(headers), ...sent.headers] }));
  const target = new URL(url);
  const findings: Finding[] = [];
  const statuses: Record<number, number> = {};
  let slowest: Slowest = { number: from, milliseconds: 0 };
  let next = from;
  const ask = async (number: number): Promise<void> => {
    const { sent, mutations } = made(seed, number, starts);
    const bytes = bytesOf(sent, target.host);
    const received = await exchange(target, bytes, isDamaged(sent));
    statuses[received.status] = (statuses[received.status] ?? 0) + 1;
    const { milliseconds } = received;
    if (milliseconds > slowest.milliseconds) slowest = { number, milliseconds };
    const problems = problemsOf(sent, received, secrets);
    if (problems.length === 0) return;
    const request = bytes.toString('latin1', 0, 500);
    findings.push({ number, problems, mutations, request, answer: received.text.slice(0, 1500) });
  };
  const worker = async (): Promise<void> => {
    while (next < to) await ask(next++);
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return { findings, statuses, slowest };
}

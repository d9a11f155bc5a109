/**
 * Predict processes that are measured in turn or at once, in many short rounds: what else a machine does changes from
 * second to second, and meets all of them alike. What one costs beside another is told by pairs of one round.
 */
import { datasetNamed } from '../../shared/datasets/index.ts';
import { cpuSeconds } from './cpu.ts';
import { type Figure, median } from './figure.ts';
import { load } from './predict.ts';
import { type PredictProcess, untilOk } from './predict-process.ts';

export const ROUNDS = 31;
const SECONDS = 1;
const CONNECTIONS = 16;

export interface Variant extends PredictProcess {
  readonly name: string;
  /** Sent with each request. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** Of one variant in one round. */
export interface Measured {
  readonly requestsPerSecond: number;
  /** Microseconds of CPU that the process used for a request; undefined where the system does not tell. */
  readonly cpuMicroseconds: number | undefined;
}
export type Round = Readonly<Record<string, Measured>>;

/** Each round measures all, in an order that turns. */
export async function measureInTurn(variants: readonly Variant[], count = ROUNDS): Promise<Round[]> {
  for (const variant of variants) await untilOk(variant, '/ready');
  const rounds: Round[] = [];
  // The first warms up, and is not counted.
  for (let round = 0; round <= count; round++) {
    const measured: Record<string, Measured> = {};
    for (let i = 0; i < variants.length; i++) {
      const variant = variants[(i + round) % variants.length] as Variant;
      measured[variant.name] = await measure(variant);
    }
    if (round > 0) rounds.push(measured);
  }
  return rounds;
}

/** Each round measures all at the same time: for a difference that is smaller than what a second changes. */
export async function measureAtOnce(variants: readonly Variant[], count: number): Promise<Round[]> {
  for (const variant of variants) await untilOk(variant, '/ready');
  const rounds: Round[] = [];
  // The first warms up, and is not counted.
  for (let round = 0; round <= count; round++) {
    const each = CONNECTIONS / variants.length;
    // The one that is asked first is a little ahead of the others for the whole round.
    const order = round % 2 === 0 ? variants : [...variants].reverse();
    const measured = await Promise.all(
      order.map(async (variant) => [variant.name, await measure(variant, each)] as const),
    );
    if (round > 0) rounds.push(Object.fromEntries(measured));
  }
  return rounds;
}

async function measure({ url, child, headers }: Variant, connections = CONNECTIONS): Promise<Measured> {
  const { example } = datasetNamed('realtor');
  const requests = Array.from({ length: 256 }, (_, i) => ({
    body: JSON.stringify({ ...example, bed: 1 + (i % 5), house_size: 900 + 17 * i }),
  }));
  const before = cpuSeconds(child.pid);
  const { requestsPerSecond, answers, failures } = await load(
    `${url}/predict`,
    requests,
    connections,
    SECONDS,
    headers,
  );
  // A refusal is cheaper than a prediction.
  if (failures > 0) throw new Error(`${url} refused ${failures} of ${answers} predictions`);
  const after = cpuSeconds(child.pid);
  const used = before === undefined || after === undefined ? undefined : after - before;
  return { requestsPerSecond, cpuMicroseconds: used === undefined ? undefined : (used * 1e6) / answers };
}

/** Pairs of one round, as the machine was the same for both. */
export function costs(
  what: string,
  shipped: readonly Measured[],
  other: readonly Measured[],
  goal: string,
): Figure[] {
  const pairs = shipped.map((mine, round) => [mine, other[round] as Measured] as const);
  const rates = pairs.map(([mine, theirs]) => mine.requestsPerSecond / theirs.requestsPerSecond);
  const cpu = pairs.flatMap(([{ cpuMicroseconds: mine }, { cpuMicroseconds: theirs }]) =>
    mine === undefined || theirs === undefined ? [] : [theirs / mine],
  );
  const lost = (shares: readonly number[]) => 100 * (1 - median(shares));
  return [
    {
      what: `${what}: of predictions a second`,
      value: lost(rates),
      unit: '%',
      goal,
      note: `median of ${pairs.length}`,
    },
    {
      what: '  of the CPU time of a prediction',
      value: cpu.length > 0 ? lost(cpu) : undefined,
      unit: '%',
      goal,
      note: cpu.length > 0 ? 'holds on a busy machine too' : 'the system does not tell',
    },
  ];
}

/** What the pages ask of the API, and how long each answer takes when much is stored. */
import { median } from '../figure.ts';

const CALLS: readonly string[] = [
  '/api/overview',
  '/api/datasets',
  '/api/status?dataset=realtor',
  '/api/pipeline?dataset=realtor',
  '/api/batches?dataset=realtor&limit=50',
  '/api/batches?dataset=realtor&limit=50&outcome=promoted',
  '/api/batches?dataset=realtor&limit=50&before=batch-900',
  '/api/batches/realtor/batch-1',
  '/api/batches/realtor/batch-1/rejected?limit=100&after=9000',
  '/api/batches/realtor/batch-1/drift',
  '/api/runs?limit=100',
  '/api/runs?limit=100&sort=name&order=asc',
  '/api/runs?limit=100&sort=seconds',
  '/api/runs?limit=100&sort=metrics.metric_7',
  '/api/runs?limit=100&sort=params.param_7',
  '/api/runs?limit=100&name=training+99',
  '/api/predictions?dataset=realtor&limit=50',
  '/api/predictions?dataset=realtor&limit=50&told=true',
  '/api/models/realtor',
  '/api/models/realtor/20',
  '/api/models/realtor/timeline',
  '/api/models/realtor/versus?versions=19,20',
  '/api/dead-letters',
  '/api/audit?limit=100',
];
const TIMES = 15;

export interface Call {
  readonly path: string;
  /** Of so many answers, one after the other. */
  readonly milliseconds: number;
}

/** The slowest first. */
export async function measuredCalls(origin: string): Promise<Call[]> {
  const calls: Call[] = [];
  for (const path of CALLS) calls.push({ path, milliseconds: await middleOf(origin + path) });
  return calls.sort((a, b) => b.milliseconds - a.milliseconds);
}

async function middleOf(url: string): Promise<number> {
  await timed(url);
  const all: number[] = [];
  for (let time = 0; time < TIMES; time++) all.push(await timed(url));
  return median(all);
}

/** @throws when it is no answer: a refusal is fast */
async function timed(url: string): Promise<number> {
  const started = performance.now();
  const answer = await fetch(url);
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${url} answers ${answer.status}: ${text.slice(0, 300)}`);
  return performance.now() - started;
}

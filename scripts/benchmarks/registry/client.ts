/** A client of MLflow's REST API, of as much as measurements and tests ask; it does not try again by itself. */
import { Agent, request } from 'node:http';
import { buffer } from 'node:stream/consumers';

export interface Answered {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}

const agent = new Agent({ keepAlive: true, maxSockets: 32 });

/**
 * @param path after /api/2.0/mlflow/
 * @throws Error with `code` when there is no answer
 */
export async function ask(url: string, method: string, path: string, value?: unknown): Promise<Answered> {
  const body = value === undefined ? '' : JSON.stringify(value);
  const { status, bytes } = await send(`${url}/api/2.0/mlflow/${path}`, method, body);
  const text = bytes.toString('utf8');
  return { status, body: text.startsWith('{') ? (JSON.parse(text) as Answered['body']) : { text } };
}

/** The same, which has to be answered with 200. */
export async function must(url: string, path: string, value: unknown): Promise<Answered['body']> {
  const { status, body } = await ask(url, 'POST', path, value);
  if (status !== 200) throw new Error(`${path}: ${status} ${JSON.stringify(body)}`);
  return body;
}

function send(url: string, method: string, body: string): Promise<{ status: number; bytes: Buffer }> {
  return new Promise((resolve, reject) => {
    const headers = body === '' ? {} : { 'content-type': 'application/json' };
    const sent = request(url, { method, agent, headers }, (answer) => {
      buffer(answer).then((bytes) => resolve({ status: answer.statusCode ?? 0, bytes }), reject);
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

/** @returns its id */
export async function createRun(url: string, experiment: string, name: string): Promise<string> {
  const { run } = await must(url, 'runs/create', {
    experiment_id: experiment,
    run_name: name,
    start_time: Date.now(),
  });
  return (run as { info: { run_id: string } }).info.run_id;
}

/** @returns its id */
export async function createExperiment(url: string, name: string): Promise<string> {
  return (await must(url, 'experiments/create', { name })).experiment_id as string;
}

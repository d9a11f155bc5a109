/** Requests to the platform on the cluster, through its ingress and by host, as from outside. */
import { type ChildProcess, spawn } from 'node:child_process';
import { gzipSync } from 'node:zlib';
import type { Source } from '../../functions/console/sample/source.ts';
import { syntheticSource } from '../../functions/console/sample/synthetic.ts';
import { batchReceivedRequest } from '../../scripts/cli/event.ts';
import { NAMESPACE } from '../../scripts/cluster/manifests.ts';
import type { Resource } from '../../scripts/cluster/resource.ts';
import { readSecret } from '../../scripts/cluster/secrets.ts';
import type { Event } from '../../shared/events/event.ts';
import { sendEvent } from '../../shared/runtime/outbox.ts';
import { send } from '../../shared/runtime/send.ts';
import { kube, sql, until } from './testbed.ts';

const forwardings: ChildProcess[] = [];
const addresses = new Map<string, Promise<string>>();

/** Where Kourier takes requests: CLUSTER_INGRESS, else a port of this machine that kubectl forwards. */
export const ingress = (): Promise<string> =>
  process.env.CLUSTER_INGRESS
    ? Promise.resolve(process.env.CLUSTER_INGRESS)
    : forwarded('kourier-system', 'kourier');

export function stopForwarding(): void {
  for (const child of forwardings.splice(0)) child.kill();
  addresses.clear();
}

/** A port of this machine that leads to a Service in the cluster. */
export function forwarded(namespace: string, service: string, port = 80): Promise<string> {
  const known = addresses.get(service);
  if (known) return known;
  const child = spawn('kubectl', ['port-forward', '-n', namespace, `service/${service}`, `:${port}`]);
  forwardings.push(child);
  const address = new Promise<string>((resolve, reject) => {
    child.stdout.on('data', (chunk: Buffer) => {
      const [, port] = /127\.0\.0\.1:(\d+)/.exec(chunk.toString()) ?? [];
      if (port) resolve(`http://127.0.0.1:${port}`);
    });
    child.on('exit', (code) => reject(new Error(`kubectl port-forward ended with ${code}`)));
  });
  addresses.set(service, address);
  return address;
}

/** The host by which a Service is called. */
export async function hostOf(service: string): Promise<string> {
  const { status } = await kube.get<Resource>('ksvc', service, '-n', NAMESPACE);
  return new URL(String((status as { url?: string })?.url)).host;
}

export interface Called {
  readonly status: number;
  readonly text: string;
}

/** The first admin key, as `deploy` has made it. Read each time: a fresh deployment has another. */
export async function credential(): Promise<Record<string, string>> {
  const secret = await readSecret(kube, 'marea-admin-key');
  return secret?.key ? { authorization: `Bearer ${secret.key}` } : {};
}

/** Whatever the answer. */
export async function call(
  service: string,
  method: string,
  path: string,
  { headers = {}, body }: { headers?: Record<string, string>; body?: string | Buffer } = {},
): Promise<Called> {
  const { status, text } = await send(new URL(path, await ingress()), {
    method,
    headers: { ...(await credential()), ...headers, host: await hostOf(service) },
    ...(body === undefined ? {} : { body }),
    timeoutMs: 300_000,
  });
  return { status, text };
}

export const house = {
  bed: 3,
  bath: 2,
  house_size: 1500,
  city: 'Albany',
  state: 'New York',
  zip_code: '12208',
};

export const predict = (): Promise<Called> =>
  call('predict-realtor', 'POST', '/predict', {
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(house),
  });

/** Synthetic listings; the same number gives the same rows. */
export function listings(batch: number, rows: number): { csv: Buffer; rows: number } {
  const source: Source = syntheticSource({ seed: 7, batches: 8, rows });
  const all = [...source.batch(batch, { group: 1, day: '1' } as never)];
  const columns = Object.keys(all[0] ?? {});
  const lines = all.map((row) =>
    columns.map((name) => quoted((row as Record<string, unknown>)[name])).join(','),
  );
  return { csv: gzipSync([columns.join(','), ...lines].join('\n')), rows: all.length };
}

const quoted = (value: unknown): string =>
  value === null || value === undefined ? '' : `"${String(value).replaceAll('"', '""')}"`;

/** Uploads the file and offers it, as `npm run ingest` does. */
export async function post(batch: string, csv: Buffer): Promise<void> {
  const upload = await call('console', 'PUT', `/api/uploads/realtor/${batch}.csv.gz`, {
    headers: { 'content-length': String(csv.length), 'content-type': 'application/octet-stream' },
    body: csv,
  });
  if (upload.status !== 201) throw new Error(`the upload was answered ${upload.status}: ${upload.text}`);
  const { dataref } = JSON.parse(upload.text) as { dataref: string };
  const event = batchReceivedRequest({
    dataset: 'realtor',
    batch,
    dataref,
    filename: undefined,
    origin: 'source',
  });
  const { status, text } = await call('console', 'POST', '/ingest', event);
  if (status !== 202) throw new Error(`the event was answered ${status}: ${text}`);
}

export interface Ledger {
  readonly received: number;
  readonly clean: number;
  readonly rejected: number;
  readonly duplicate: number;
  readonly outcome: string;
  readonly reason: string;
}

/** Waits until the chain of the batch has ended. */
export async function ended(batch: string, seconds = 400): Promise<Ledger> {
  const query = `select received, clean, rejected, duplicate, outcome, reason from marea.batches
                 where id = '${batch}' and ended_at is not null`;
  const [received, clean, rejected, duplicate, outcome = '', reason = ''] = await until(
    `the end of batch ${batch}`,
    async () => (await sql(query))[0],
    seconds,
  );
  return {
    received: Number(received),
    clean: Number(clean),
    rejected: Number(rejected),
    duplicate: Number(duplicate),
    outcome,
    reason,
  };
}

/** Posts an event to the pipeline's broker, as a function does. */
export async function emit(event: Event): Promise<void> {
  const broker = await forwarded('knative-eventing', 'broker-ingress');
  await sendEvent(event, `${broker}/${NAMESPACE}/pipeline`);
}

/** What speaks against a canary: its own numbers, beside those of the revision that it is to replace. */
import { setTimeout as pause } from 'node:timers/promises';
import type { KnativeApi, Pod } from '../../shared/runtime/knative/api.ts';
import { send } from '../../shared/runtime/send.ts';
import { type Numbers, sumOf, verdictOn } from './verdict.ts';

const TIMEOUT_MS = 10_000;
/** So often the pods are listed and asked before a failure to answer counts. */
const LOOKS = 4;
const BETWEEN_LOOKS_MS = 500;

export interface Canary {
  readonly revision: string;
  /** The revision that had the traffic. */
  readonly old: string;
  /** The canary's own address. */
  readonly tagUrl: string | undefined;
}

/**
 * Asks the pods of both for what they have answered so far. A canary without a pod had no request yet: it gets one,
 * at its tag's address, or nobody would have seen it answer.
 * @param ingress where requests for all hosts are taken, when the tag's host has no address of its own
 * @returns undefined when nothing speaks against it
 */
export async function complaintOf(
  api: KnativeApi,
  { revision, old, tagUrl }: Canary,
  ingress: string | undefined,
): Promise<string | undefined> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await lookAt(api, { revision, old, tagUrl }, ingress);
    } catch (error) {
      // A pod that was there a moment ago may be gone: that alone says nothing against its revision.
      if (attempt === LOOKS) return `it could not be asked how it does: ${(error as Error).message}`;
      await pause(BETWEEN_LOOKS_MS);
    }
  }
}

async function lookAt(
  api: KnativeApi,
  { revision, old, tagUrl }: Canary,
  ingress: string | undefined,
): Promise<string | undefined> {
  const [own, before] = await Promise.all([staying(api, revision), staying(api, old)]);
  const restarts = own.flatMap(({ status }) => status?.containerStatuses ?? []);
  const restarted = restarts.reduce((sum, { restartCount }) => sum + restartCount, 0);
  if (restarted > 0) return `its containers were restarted ${restarted} times`;
  const ready = own.filter(isReady);
  if (ready.length === 0 && tagUrl) await wake(new URL(tagUrl), ingress);
  return verdictOn(await numbersOf(ready), await numbersOf(before.filter(isReady)));
}

/** Pods that are not on their way out. */
const staying = async (api: KnativeApi, revision: string): Promise<Pod[]> =>
  (await api.pods(revision)).filter(({ metadata }) => metadata.deletionTimestamp === undefined);

const isReady = ({ status }: Pod): boolean =>
  status?.podIP !== undefined &&
  (status.conditions ?? []).some(({ type, status: is }) => type === 'Ready' && is === 'True');

async function numbersOf(pods: readonly Pod[]): Promise<Numbers> {
  return sumOf(await Promise.all(pods.map((pod) => summaryAt(new URL(addressOf(pod))))));
}

/** The function's own port: what is in front of it has other numbers. */
function addressOf({ spec, status }: Pod): string {
  const ports = spec.containers.flatMap((container) => container.ports ?? []);
  const port = ports.find(({ name }) => name === 'user-port')?.containerPort ?? 8080;
  const ip = status?.podIP ?? '';
  return `http://${ip.includes(':') ? `[${ip}]` : ip}:${port}`;
}

/** At the gateway, for what needs no credential: its numbers are then asked of the pod. */
async function wake(address: URL, ingress: string | undefined): Promise<void> {
  await ask(new URL('/ready', ingress ?? address), address.host);
}

async function summaryAt(address: URL): Promise<Numbers> {
  return JSON.parse(await ask(new URL('/metrics/summary', address), address.host)) as Numbers;
}

async function ask(url: URL, host: string): Promise<string> {
  const { status, text } = await send(url, { headers: { host }, timeoutMs: TIMEOUT_MS, within: true });
  if (status !== 200) throw new Error(`${url.pathname} answered ${status}`);
  return text;
}

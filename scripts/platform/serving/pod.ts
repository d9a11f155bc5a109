/** One replica of a revision: a process, its port, and how many requests it has. */
import { Agent, get } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { baseEnvironment, type Child, startChild } from '../processes/child.ts';
import { onLines } from '../processes/lines.ts';
import { freePort } from '../processes/ports.ts';

export interface PodSpec {
  readonly name: string;
  /** The bundle to run. */
  readonly script: string;
  readonly env: Readonly<Record<string, string>>;
  readonly probePath: string;
  readonly readyWithinMs: number;
  readonly onLine: (line: string) => void;
}

export interface Pod {
  readonly name: string;
  readonly pid: number;
  readonly port: number;
  readonly startedAt: Date;
  readonly agent: Agent;
  readonly exited: Child['exited'];
  /** Resolves when the probe succeeds. @throws when the process ends before (Killed: by SIGKILL), or takes too long. */
  readonly ready: Promise<void>;
  state: 'starting' | 'ready' | 'stopping' | 'ended';
  inFlight: number;
  /** No requests before then: its connection broke, and it may be about to be gone. Milliseconds. */
  restsUntil: number;
  /** When it last had a request (or became ready); milliseconds. */
  usedAt: number;
  stop(graceMs?: number): Promise<void>;
}

/** Somebody else ended the process before it was ready: that says nothing of what it runs. */
export class Killed extends Error {
  override readonly name = 'Killed';
}

/** As Kubernetes: from SIGTERM to SIGKILL. */
const GRACE_MS = 30_000;
const PROBE_EVERY_MS = 15;

export async function startPod(spec: PodSpec): Promise<Pod> {
  const port = await freePort();
  const env = {
    ...baseEnvironment(),
    ...spec.env,
    PORT: String(port),
    HOST: '127.0.0.1',
    HOSTNAME: spec.name,
  };
  const child = await startChild(process.execPath, [spec.script], { env });
  const lastLines: string[] = [];
  const onLine = (line: string): void => {
    lastLines.push(line);
    if (lastLines.length > 20) lastLines.shift();
    spec.onLine(line);
  };
  onLines(child.process.stdout, onLine);
  onLines(child.process.stderr, onLine);
  const agent = new Agent({ keepAlive: true, maxFreeSockets: 256 });
  const pod: Pod = {
    name: spec.name,
    pid: child.pid,
    port,
    startedAt: new Date(),
    agent,
    exited: child.exited,
    ready: becomeReady(child, port, spec, lastLines),
    state: 'starting',
    inFlight: 0,
    restsUntil: 0,
    usedAt: Date.now(),
    stop: async (graceMs = GRACE_MS) => {
      if (pod.state !== 'ended') pod.state = 'stopping';
      agent.destroy();
      await child.stop(graceMs);
    },
  };
  child.exited.then(() => {
    pod.state = 'ended';
    agent.destroy();
  });
  pod.ready.then(
    () => {
      if (pod.state === 'starting') pod.state = 'ready';
      pod.usedAt = Date.now();
    },
    () => {},
  );
  return pod;
}

async function becomeReady(child: Child, port: number, spec: PodSpec, lastLines: string[]): Promise<void> {
  const deadline = Date.now() + spec.readyWithinMs;
  let ended: { code: number | null; signal: string | null } | undefined;
  child.exited.then((how) => {
    ended = how;
  });
  let answer = 'nothing listens';
  while (!ended && Date.now() < deadline) {
    answer = await probe(port, spec.probePath);
    if (answer === 'ok') return;
    await sleep(PROBE_EVERY_MS);
  }
  if (!ended) {
    throw new Error(
      `${spec.name} is not ready after ${spec.readyWithinMs / 1000} s: ${spec.probePath}: ${answer}`,
    );
  }
  if (ended.signal === 'SIGKILL') throw new Killed(`${spec.name} was killed before it was ready`);
  const why = lastLines.findLast((line) => /error/i.test(line)) ?? lastLines.at(-1) ?? 'it wrote nothing';
  throw new Error(
    `${spec.name} ended before it was ready (${ended.signal ?? `status ${ended.code}`}): ${why.trim()}`,
  );
}

function probe(port: number, path: string): Promise<string> {
  return new Promise((resolve) => {
    const request = get({ host: '127.0.0.1', port, path, timeout: 1000, agent: false }, (response) => {
      response.resume();
      const { statusCode = 0 } = response;
      resolve(statusCode >= 200 && statusCode < 400 ? 'ok' : `status ${statusCode}`);
    });
    request.on('timeout', () => request.destroy(new Error('no answer within a second')));
    request.on('error', (error) => resolve(error.message));
  });
}

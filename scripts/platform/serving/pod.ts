/** One replica of a revision: a process, its port, and how many requests it has. */
import { Agent } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { shown } from '../../../shared/runtime/access/platform-header.ts';
import { baseEnvironment, type Child, startChild } from '../processes/child.ts';
import { onLines } from '../processes/lines.ts';
import { freePort } from '../processes/ports.ts';
import { becomeReady } from './probe.ts';

export interface PodSpec {
  readonly name: string;
  /** The bundle to run. */
  readonly script: string;
  readonly env: Readonly<Record<string, string>>;
  readonly probePath: string;
  readonly readyWithinMs: number;
  readonly onLine: (line: string) => void;
}

/** How long a pod that is to end is waited for. */
export interface Patience {
  /** Until it is told to end, for the requests that it has. */
  readonly drainMs: number;
  /** From then, SIGTERM, to SIGKILL. */
  readonly graceMs: number;
}

const LAST_LINES = 20;

/** @throws when no process can be started */
export async function startPod(spec: PodSpec): Promise<Pod> {
  const port = await freePort();
  const own = { PORT: String(port), HOST: '127.0.0.1', HOSTNAME: spec.name };
  const env = { ...baseEnvironment(), ...spec.env, ...own };
  return new Pod(spec, await startChild(process.execPath, [spec.script], { env }), port);
}

export class Pod {
  readonly name: string;
  readonly pid: number;
  readonly port: number;
  readonly startedAt = new Date();
  /** Headers without which it answers nobody. */
  readonly shown: Readonly<Record<string, string>>;
  readonly agent = new Agent({ keepAlive: true, maxFreeSockets: 256 });
  readonly exited: Child['exited'];
  /** Resolves when the probe succeeds. @throws when the process ends before (Killed: by SIGKILL), or takes too long. */
  readonly ready: Promise<void>;
  state: 'starting' | 'ready' | 'stopping' | 'ended' = 'starting';
  inFlight = 0;
  /** No requests before then: its connection broke, and it may be about to be gone. Milliseconds. */
  restsUntil = 0;
  /** When it last had a request (or became ready); milliseconds. */
  usedAt = Date.now();
  private readonly child: Child;
  private readonly drained: (() => void)[] = [];

  constructor(
    { name, env, probePath: path, readyWithinMs: withinMs, onLine }: PodSpec,
    child: Child,
    port: number,
  ) {
    this.name = name;
    this.pid = child.pid;
    this.port = port;
    this.child = child;
    this.exited = child.exited;
    this.shown = shown(env.PLATFORM_TOKEN);
    const lastLines = linesOf(child, onLine);
    this.ready = becomeReady(child, { name, port, path, withinMs, lastLines, headers: this.shown });
    this.ready.then(
      () => this.becameReady(),
      () => {},
    );
    child.exited.then(() => this.ended());
  }

  take(): void {
    this.inFlight++;
  }

  give(): void {
    this.inFlight--;
    this.usedAt = Date.now();
    if (this.inFlight === 0) for (const resolve of this.drained.splice(0)) resolve();
  }

  /** No request comes any more; those it has may end, then the process. Again, with less patience, it is sooner. */
  async stop({ drainMs, graceMs }: Patience): Promise<void> {
    if (this.state !== 'ended') this.state = 'stopping';
    if (this.inFlight > 0) await this.drain(drainMs);
    await this.child.stop(graceMs);
  }

  private async drain(withinMs: number): Promise<void> {
    const over = new AbortController();
    const late = sleep(withinMs, undefined, { signal: over.signal }).catch(() => {});
    const idle = new Promise<void>((resolve) => this.drained.push(resolve));
    await Promise.race([idle, this.exited, late]);
    over.abort();
  }

  private becameReady(): void {
    if (this.state === 'starting') this.state = 'ready';
    this.usedAt = Date.now();
  }

  /** Its sockets go last: until now somebody may have been reading from them. */
  private ended(): void {
    this.state = 'ended';
    this.agent.destroy();
  }
}

/** @returns what it wrote last, as it writes */
function linesOf({ process: { stdout, stderr } }: Child, listener: (line: string) => void): string[] {
  const last: string[] = [];
  const onLine = (line: string): void => {
    last.push(line);
    if (last.length > LAST_LINES) last.shift();
    listener(line);
  };
  onLines(stdout, onLine);
  onLines(stderr, onLine);
  return last;
}

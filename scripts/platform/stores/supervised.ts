/** A store that is started again when it ends by itself, after a pause that grows, until it has failed too often. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Ended } from '../processes/child.ts';

export interface Running {
  readonly pid: number;
  /** Resolves when the process is gone. */
  readonly exited: Promise<Ended>;
  stop(): Promise<void>;
}

export interface Supervision {
  readonly name: string;
  /** At the same address as before. @throws with why it does not start */
  readonly again: () => Promise<Running>;
  readonly log: (line: string) => void;
  /** Before the first try; twice as much before each that follows. */
  readonly firstPauseMs?: number;
  /** What ends sooner has failed. */
  readonly steadyMs?: number;
  /** So many failures in a row, and it is given up. */
  readonly most?: number;
}

export interface Supervised {
  /** Why it does not answer now; undefined while it does. */
  trouble(): string | undefined;
  readonly pid: number;
  stop(): Promise<void>;
}

const LONGEST_PAUSE_MS = 10_000;
/** Somebody will make room: that is no reason to give it up. */
const NO_ROOM = /no space left|ENOSPC|disk full/i;

export function supervised(first: Running, options: Supervision): Supervised {
  const stopping = new AbortController();
  const watch = new Watch(first, options, stopping.signal);
  const ended = watch.follow();
  return {
    trouble: () => watch.trouble,
    get pid() {
      return watch.running.pid;
    },
    stop: async () => {
      stopping.abort();
      await watch.running.stop();
      await ended;
      // It may have been under way.
      await watch.running.stop();
    },
  };
}

class Watch {
  running: Running;
  trouble: string | undefined;
  private failures = 0;
  private startedAt = Date.now();
  private readonly options: Required<Supervision>;
  private readonly stopped: AbortSignal;

  constructor(first: Running, options: Supervision, stopped: AbortSignal) {
    this.running = first;
    this.options = { firstPauseMs: 100, steadyMs: 30_000, most: 10, ...options };
    this.stopped = stopped;
  }

  /** Resolves when it is stopped, or given up. */
  async follow(): Promise<void> {
    for (;;) {
      const { code, signal } = await this.running.exited;
      if (this.stopped.aborted) return;
      if (Date.now() - this.startedAt > this.options.steadyMs) this.failures = 0;
      this.failed(`${this.options.name} ended (${signal ?? `status ${code}`})`);
      // What belongs to it goes as well.
      await this.running.stop();
      if (!(await this.restarted())) return;
    }
  }

  private async restarted(): Promise<boolean> {
    const { name, again, log, most } = this.options;
    while (this.failures <= most || NO_ROOM.test(this.trouble ?? '')) {
      await sleep(this.pause(), undefined, { signal: this.stopped }).catch(() => {});
      if (this.stopped.aborted) return false;
      try {
        this.running = await again();
        this.startedAt = Date.now();
        this.trouble = undefined;
        log(`${name} is there again`);
        return true;
      } catch (error) {
        this.failed(`${name} does not start: ${(error as Error).message}`);
      }
    }
    this.trouble = `given up after ${this.failures} failures in a row; the last: ${this.trouble}`;
    log(this.trouble);
    return false;
  }

  private failed(why: string): void {
    this.failures++;
    this.trouble = lastWords(why);
    this.options.log(`${this.trouble}; it is started again`);
  }

  private pause(): number {
    return Math.min(LONGEST_PAUSE_MS, this.options.firstPauseMs * 2 ** (this.failures - 1));
  }
}

const MOST_LETTERS = 1000;
const lastWords = (text: string): string =>
  text.length <= MOST_LETTERS
    ? text
    : `${text.slice(0, MOST_LETTERS / 2)} ... ${text.slice(-MOST_LETTERS / 2)}`;

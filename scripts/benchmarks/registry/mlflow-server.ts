/** MLflow's own server with one worker, where $PYTHON has it: what ours is measured beside. */
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { freePort } from '../../platform/processes/ports.ts';
import { residentMegabytes } from '../memory.ts';
import { python } from '../python.ts';

export interface MlflowServer {
  readonly url: string;
  /** Fills an experiment as `filled` fills ours. @returns its id */
  fill(runs: number, metrics: number): Promise<string>;
  /** Of all of its processes; undefined where the system does not tell. */
  residentMegabytes(): number | undefined;
  stop(): Promise<void>;
}

/** @param folder for its database and artifacts */
export async function startMlflow(folder: string): Promise<MlflowServer> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const store = ['--backend-store-uri', `sqlite:///${folder}/mlflow.db`, '--artifacts-destination', folder];
  const where = ['--host', '127.0.0.1', '--port', String(port), '--workers', '1'];
  const child = spawn(python, ['-m', 'mlflow', 'server', ...store, ...where], {
    stdio: 'ignore',
    detached: true,
  });
  await untilUp(url, child);
  return {
    url,
    async fill(runs, metrics) {
      const script = fileURLToPath(new URL('../../reference/mlflow_filled.py', import.meta.url));
      const args = [script, `${folder}/mlflow.db`, String(runs), String(metrics)];
      return (await promisify(execFile)(python, args)).stdout.trim();
    },
    residentMegabytes: () => sumOf(familyOf(child.pid)),
    async stop() {
      // Its workers are of its group.
      if (child.pid !== undefined) process.kill(-child.pid, 'SIGTERM');
      if (child.exitCode === null) await once(child, 'exit');
    },
  };
}

async function untilUp(url: string, child: ChildProcess): Promise<void> {
  for (;;) {
    if (child.exitCode !== null) throw new Error(`mlflow server ended with ${child.exitCode}`);
    const answer = await fetch(`${url}/version`).catch(() => undefined);
    if (answer?.ok) return;
    await sleep(100);
  }
}

function sumOf(pids: readonly number[]): number | undefined {
  const each = pids.map((pid) => residentMegabytes(pid, 'VmRSS'));
  return each.length > 0 ? each.reduce<number>((sum, of) => sum + (of ?? 0), 0) : undefined;
}

/** All processes of the group that this one leads. */
function familyOf(leader: number | undefined): number[] {
  const isOf = (pid: string): boolean => {
    try {
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
      return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[2]) === leader;
    } catch {
      return false;
    }
  };
  try {
    return readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name) && isOf(name))
      .map(Number);
  } catch {
    return [];
  }
}

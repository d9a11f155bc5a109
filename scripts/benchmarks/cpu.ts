/** CPU time that a process has used, and the core that it uses. */
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

/** Of all its threads, in seconds, to the nanosecond; undefined where the system does not tell (it is Linux that does). */
export function cpuSeconds(pid: number | undefined): number | undefined {
  const tasks = `/proc/${pid}/task`;
  try {
    return readdirSync(tasks)
      .map((task) => Number(readFileSync(`${tasks}/${task}/schedstat`, 'utf8').split(' ')[0]) / 1e9)
      .reduce((sum, seconds) => sum + seconds, 0);
  } catch {
    return undefined;
  }
}

/**
 * Two processes on one core have the same neighbours in its cache, and the same share of it. Where the system has no
 * `taskset`, they differ by more.
 */
export function keepOnFirstCore(pid: number | undefined): void {
  spawnSync('taskset', ['--all-tasks', '--pid', '--cpu-list', '0', String(pid)]);
}

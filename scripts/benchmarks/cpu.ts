/** CPU time that a process has used. */
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

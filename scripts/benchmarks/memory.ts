/** What a process has, or at most had, resident. */
import { readFileSync } from 'node:fs';

/** VmRSS: now; VmHWM: the most it ever had. Linux tells, elsewhere there is no figure. */
export function residentMegabytes(pid: number | undefined, field: 'VmRSS' | 'VmHWM'): number | undefined {
  try {
    const line = new RegExp(`${field}:\\s+(\\d+) kB`).exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
    return line ? Number(line[1]) / 1024 : undefined;
  } catch {
    return undefined;
  }
}

/** One platform for one data folder. */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isRunning, startOf } from './running.ts';

/** @returns what gives the folder free again. @throws when another platform has it. */
export function lockFolder(data: string): () => void {
  mkdirSync(data, { recursive: true, mode: 0o700 });
  const file = join(data, 'platform.lock');
  const mine = `${process.pid} ${startOf(process.pid) ?? ''}`;
  for (let attempt = 0; ; attempt++) {
    try {
      writeFileSync(file, mine, { flag: 'wx' });
      return () => rmSync(file, { force: true });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST' || attempt > 0) throw error;
    }
    const [pid = '', start = ''] = readFileSync(file, 'utf8').split(' ');
    if (isRunning(Number(pid)) && (start === '' || startOf(Number(pid)) === start)) {
      throw new Error(
        `${data} is used by another platform (process ${pid}): stop it, or give another folder with --data`,
      );
    }
    rmSync(file, { force: true });
  }
}

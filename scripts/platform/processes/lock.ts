/**
 * One platform for one data folder. Each owner has a file of its own number, and the highest number is the lock: who
 * finds its owner gone makes the next one, which one alone can, and owns the folder if none is higher by then. The
 * highest is never removed, so none that is alive can be taken for gone by who looked a moment ago; a lock that is
 * removed and made again has that gap, and locks of the system, which have not, are not the same everywhere.
 */
import { linkSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isRunning, startOf } from './running.ts';

const NAME = 'platform.lock';
const RELEASED = 'released';

/** @returns what gives the folder free again. @throws when another platform has it, or nothing can be written there. */
export function lockFolder(data: string): () => void {
  try {
    mkdirSync(data, { recursive: true, mode: 0o700 });
    return locked(data);
  } catch (error) {
    throw explained(data, error as NodeJS.ErrnoException);
  }
}

function locked(data: string): () => void {
  for (;;) {
    const last = lastIn(data);
    refuseIfOwned(data, last);
    const mine = last + 1;
    if (!make(data, mine)) continue;
    if (lastIn(data) === mine) {
      forgetBelow(data, mine);
      return () => write(data, mine, RELEASED, renameSync);
    }
    rmSync(fileOf(data, mine), { force: true });
  }
}

/** The number of the lock; 0 for that of an earlier release, or none. */
const lastIn = (data: string): number => Math.max(0, ...numbersIn(data));

const numbersIn = (data: string): number[] =>
  readdirSync(data).flatMap((name) =>
    /^platform\.lock\.\d+$/.test(name) ? [Number(name.split('.')[2])] : [],
  );

const fileOf = (data: string, number: number): string =>
  join(data, number === 0 ? NAME : `${NAME}.${number}`);

function refuseIfOwned(data: string, number: number): void {
  const [pid = '', start = ''] = contentOf(fileOf(data, number)).split(' ');
  if (isRunning(Number(pid)) && (start === '' || startOf(Number(pid)) === start))
    throw new InUse(
      `${data} is used by another platform (process ${pid}): stop it, or give another folder with --data`,
    );
}

class InUse extends Error {}

/** Empty for a file that is not there: a higher one has taken its place. */
function contentOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return '';
    throw error;
  }
}

/** @returns false when somebody else has made it */
function make(data: string, number: number): boolean {
  try {
    write(data, number, `${process.pid} ${startOf(process.pid) ?? ''}`, linkSync);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/** With its content at once, so that nobody reads half of it. */
function write(data: string, number: number, content: string, bring: typeof linkSync): void {
  const draft = join(data, `${NAME}-${process.pid}`);
  writeFileSync(draft, content);
  try {
    bring(draft, fileOf(data, number));
  } finally {
    rmSync(draft, { force: true });
  }
}

function forgetBelow(data: string, mine: number): void {
  for (const number of [0, ...numbersIn(data)])
    if (number < mine) rmSync(fileOf(data, number), { force: true });
}

const WHY: Readonly<Record<string, string>> = {
  EROFS: 'its file system is read-only',
  EACCES: 'this user may not write there',
  EPERM: 'this user may not write there',
  ENOSPC: 'the disk is full',
};

function explained(data: string, error: NodeJS.ErrnoException): Error {
  const why = WHY[error.code ?? ''];
  return why
    ? new Error(`${data} cannot be written: ${why}; give another folder with --data`, { cause: error })
    : error;
}

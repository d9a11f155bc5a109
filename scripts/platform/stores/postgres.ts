/** The embedded Postgres: real, under the data folder, on a free port of the loopback, and gone when we are. */
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { baseEnvironment, type Child, startChild } from '../processes/child.ts';
import { onLines } from '../processes/lines.ts';
import { freePort } from '../processes/ports.ts';
import { commandOf, isRunning } from '../processes/running.ts';
import { createDatabase, ENVIRONMENT, type PostgresFolder, preparedFolder, USER } from './postgres-folder.ts';
import type { Running } from './supervised.ts';

export interface Postgres extends Running {
  readonly url: string;
}

/** For loads of whole batches. What is committed is on the disk: that is what an accepted batch is worth. */
const settings = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: '100',
  shared_buffers: '128MB',
  work_mem: '32MB',
  maintenance_work_mem: '128MB',
  max_wal_size: '2GB',
  wal_level: 'minimal',
  max_wal_senders: '0',
  jit: 'off',
};

/** Of what it says while it starts, for the reason why it did not. */
const SAID_LINES = 100;

/** A port that was free may be taken by now. */
const PORTS_TRIED = 3;

/** @param known the port that it had before. @throws with what Postgres said when it does not start. */
export async function startPostgres(
  data: string,
  log: (line: string) => void,
  known?: number,
): Promise<Postgres> {
  await stopLeftOver(join(data, 'postgres'));
  const place = preparedFolder(data);
  for (let tried = known === undefined ? 1 : PORTS_TRIED; ; tried++) {
    const port = known ?? (await freePort());
    try {
      return await guarded(await run(place, port, log), place, port);
    } catch (error) {
      if (tried === PORTS_TRIED || !/Address already in use/.test((error as Error).message)) throw error;
    }
  }
}

async function guarded(child: Child, { password }: PostgresFolder, port: number): Promise<Postgres> {
  const guard = await startGuard(child);
  return {
    url: `postgres://${USER}:${password}@127.0.0.1:${port}/${USER}`,
    pid: child.pid,
    exited: child.exited,
    stop: async () => {
      // SIGINT: disconnects whoever is there, rolls back, and ends in order.
      await child.stop(10_000, 'SIGINT');
      await guard.stop(0, 'SIGKILL');
    },
  };
}

async function run(place: PostgresFolder, port: number, log: (line: string) => void): Promise<Child> {
  const { folder, runner, binaries } = place;
  const [command = binaries.postgres, ...args] = [...runner.prefix, binaries.postgres];
  const options = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const all = [...args, '-D', folder, '-p', String(port), ...options];
  const child = await startChild(command, all, { env: ENVIRONMENT, cwd: folder });
  try {
    await accepting(child, log);
    await createDatabase(place, port);
    return child;
  } catch (error) {
    await child.stop(10_000, 'SIGINT');
    throw error;
  }
}

/** Resolves when it takes connections. @throws with what it said when it ends instead */
function accepting(
  { process: { stdout, stderr }, exited }: Child,
  log: (line: string) => void,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const said: string[] = [];
    onLines(stdout, log);
    onLines(stderr, (line) => {
      log(line);
      if (said.length < SAID_LINES) said.push(line);
      if (line.includes('ready to accept connections')) resolve();
    });
    exited.then(({ code, signal }) =>
      reject(new Error(`Postgres ended (${signal ?? code}): ${said.join('\n').trim()}`)),
    );
  });
}

/**
 * A shell that waits for its stdin to end, which happens when we die, even of SIGKILL, and then stops Postgres, which
 * would not notice.
 */
function startGuard(postgres: Child): Promise<Child> {
  const script = 'cat >/dev/null; kill -INT "$0" 2>/dev/null';
  return startChild('/bin/sh', ['-c', script, String(postgres.pid)], {
    env: baseEnvironment(),
  });
}

/** A Postgres that a platform left behind: stopped, when it is one, and this folder's. */
async function stopLeftOver(folder: string): Promise<void> {
  const file = join(folder, 'postmaster.pid');
  if (!existsSync(file)) return;
  const pid = Number(readFileSync(file, 'utf8').split('\n')[0]);
  const isOurs = (): boolean =>
    isRunning(pid) && /postgres/.test(commandOf(pid)) && commandOf(pid).includes(folder);
  if (!isOurs()) {
    // The number belongs to another process by now, or to none; Postgres itself would refuse to start beside it.
    if (!isRunning(pid) || !/postgres/.test(commandOf(pid))) rmSync(file, { force: true });
    return;
  }
  process.kill(pid, 'SIGINT');
  for (let waited = 0; isOurs(); waited += 50) {
    if (waited > 15_000)
      throw new Error(`Postgres (process ${pid}) of ${folder} does not stop; stop it by hand`);
    await sleep(50);
  }
}

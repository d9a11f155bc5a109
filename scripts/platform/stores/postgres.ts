/** The embedded Postgres: real, under the data folder, on a free port of the loopback, and gone when we are. */
import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { baseEnvironment, type Child, startChild } from '../processes/child.ts';
import { onLines } from '../processes/lines.ts';
import { freePort } from '../processes/ports.ts';
import { commandOf, isRunning } from '../processes/running.ts';
import { type Binaries, postgresBinaries, type Runner, runners } from './postgres-binaries.ts';

export interface Postgres {
  readonly url: string;
  readonly pid: number;
  stop(): Promise<void>;
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

const USER = 'marea';

/** @throws with what Postgres said when it does not start. */
export async function startPostgres(data: string, log: (line: string) => void): Promise<Postgres> {
  const folder = join(data, 'postgres');
  const binaries = postgresBinaries();
  await stopLeftOver(folder);
  mkdirSync(data, { recursive: true, mode: 0o700 });
  const runner = existsSync(join(folder, 'PG_VERSION'))
    ? knownRunner(data)
    : initialise(folder, data, binaries);
  const password = readFileSync(join(data, 'postgres.password'), 'utf8').trim();
  for (let attempt = 1; ; attempt++) {
    const port = await freePort();
    try {
      const child = await run(folder, port, binaries, runner, log);
      const guard = await startGuard(child);
      return {
        url: `postgres://${USER}:${password}@127.0.0.1:${port}/${USER}`,
        pid: child.pid,
        stop: async () => {
          // SIGINT: disconnects whoever is there, rolls back, and ends in order.
          await child.stop(10_000, 'SIGINT');
          await guard.stop(0, 'SIGKILL');
        },
      };
    } catch (error) {
      // The port that was free may be taken by now.
      if (attempt === 3 || !/Address already in use/.test((error as Error).message)) throw error;
    }
  }
}

/** Tries each way to run Postgres until one makes the data folder, and remembers it. */
function initialise(folder: string, data: string, { initdb }: Binaries): Runner {
  const passwordFile = join(data, 'postgres.password');
  writeFileSync(passwordFile, randomBytes(18).toString('base64url'), {
    mode: 0o600,
  });
  let said = '';
  for (const runner of runners()) {
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { mode: 0o700 });
    runner.claim(folder, passwordFile);
    const [command = initdb, ...args] = [...runner.prefix, initdb];
    const options = ['-D', folder, '-U', USER, '--auth=scram-sha-256', `--pwfile=${passwordFile}`];
    const done = spawnSync(
      command,
      [...args, ...options, '--encoding=UTF8', '--no-locale', '--no-instructions'],
      {
        env: { ...baseEnvironment(), LC_ALL: 'C', TZ: 'UTC' },
        cwd: folder,
        encoding: 'utf8',
      },
    );
    if (done.status === 0) {
      writeFileSync(join(data, 'postgres.runner'), runner.name);
      return runner;
    }
    said += `\n${runner.name}: ${(done.stderr || done.error?.message || '').trim()}`;
  }
  rmSync(folder, { recursive: true, force: true });
  throw new Error(
    `Postgres could not be set up in ${folder}; set DATABASE_URL to a Postgres of your own, or run as an ordinary user.${said}`,
  );
}

/** Files belong to whoever made them: the way that worked once is the way. */
function knownRunner(data: string): Runner {
  const file = join(data, 'postgres.runner');
  const name = existsSync(file) ? readFileSync(file, 'utf8') : '';
  const known = runners();
  const runner = known.find((candidate) => candidate.name === name) ?? known[0];
  if (!runner)
    throw new Error('no way to run Postgres as this user; set DATABASE_URL to a Postgres of your own');
  return runner;
}

async function run(
  folder: string,
  port: number,
  { postgres }: Binaries,
  { prefix }: Runner,
  log: (line: string) => void,
): Promise<Child> {
  const [command = postgres, ...args] = [...prefix, postgres];
  const options = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const env = { ...baseEnvironment(), LC_ALL: 'C', TZ: 'UTC' };
  const child = await startChild(command, [...args, '-D', folder, '-p', String(port), ...options], {
    env,
    cwd: folder,
  });
  let said = '';
  let ready = false;
  await new Promise<void>((resolve, reject) => {
    onLines(child.process.stdout, log);
    onLines(child.process.stderr, (line) => {
      log(line);
      if (!ready) said += `${line}\n`;
      if (!ready && line.includes('ready to accept connections')) {
        ready = true;
        resolve();
      }
    });
    child.exited.then(({ code, signal }) =>
      reject(new Error(`Postgres ended (${signal ?? code}): ${said.trim()}`)),
    );
  });
  await createDatabase(folder, port);
  return child;
}

/** initdb makes a database `postgres`; ours has the user's name. */
async function createDatabase(folder: string, port: number): Promise<void> {
  const password = readFileSync(join(folder, '..', 'postgres.password'), 'utf8').trim();
  const { default: connect } = await import('postgres');
  const sql = connect({
    host: '127.0.0.1',
    port,
    user: USER,
    password,
    database: 'postgres',
    max: 1,
    onnotice: () => {},
  });
  try {
    const [there] = await sql`select 1 from pg_database where datname = ${USER}`;
    if (!there) await sql`create database ${sql(USER)}`;
  } finally {
    await sql.end();
  }
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

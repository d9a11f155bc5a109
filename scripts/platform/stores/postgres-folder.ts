/** The folder of the embedded Postgres: made once, by whoever can, with a database and a password of its own. */
import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { baseEnvironment } from '../processes/child.ts';
import { type Binaries, postgresBinaries, type Runner, runners } from './postgres-binaries.ts';

export const USER = 'marea';
export const ENVIRONMENT = { ...baseEnvironment(), LC_ALL: 'C', TZ: 'UTC' };

export interface PostgresFolder {
  readonly folder: string;
  readonly password: string;
  readonly binaries: Binaries;
  /** How Postgres runs here as somebody that it runs as. */
  readonly runner: Runner;
}

/** Makes what is absent. @throws with what Postgres said when it cannot be set up */
export function preparedFolder(data: string): PostgresFolder {
  const folder = join(data, 'postgres');
  const binaries = postgresBinaries();
  mkdirSync(data, { recursive: true, mode: 0o700 });
  const isThere = existsSync(join(folder, 'PG_VERSION'));
  const runner = isThere ? knownRunner(data) : initialise(folder, data, binaries);
  return { folder, binaries, runner, password: readFileSync(passwordFile(data), 'utf8').trim() };
}

const passwordFile = (data: string): string => join(data, 'postgres.password');

/** Tries each way to run Postgres until one makes the data folder, and remembers it. */
function initialise(folder: string, data: string, { initdb }: Binaries): Runner {
  writeFileSync(passwordFile(data), randomBytes(18).toString('base64url'), { mode: 0o600 });
  let said = '';
  for (const runner of runners()) {
    const complaint = initialiseBy(runner, folder, passwordFile(data), initdb);
    if (complaint === undefined) {
      writeFileSync(join(data, 'postgres.runner'), runner.name);
      return runner;
    }
    said += `\n${runner.name}: ${complaint}`;
  }
  rmSync(folder, { recursive: true, force: true });
  throw new Error(
    `Postgres could not be set up in ${folder}; set DATABASE_URL to a Postgres of your own, or run as an ordinary user.${said}`,
  );
}

/** @returns what went wrong */
function initialiseBy(runner: Runner, folder: string, password: string, initdb: string): string | undefined {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { mode: 0o700 });
  runner.claim(folder, password);
  const [command = initdb, ...args] = [...runner.prefix, initdb];
  const options = ['-D', folder, '-U', USER, '--auth=scram-sha-256', `--pwfile=${password}`];
  const all = [...args, ...options, '--encoding=UTF8', '--no-locale', '--no-instructions'];
  const done = spawnSync(command, all, { env: ENVIRONMENT, cwd: folder, encoding: 'utf8' });
  return done.status === 0 ? undefined : (done.stderr || done.error?.message || '').trim();
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

/** initdb makes a database `postgres`; ours has the user's name. */
export async function createDatabase({ password }: PostgresFolder, port: number): Promise<void> {
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

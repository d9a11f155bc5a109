/** The embedded object store, in a process of its own, so that large objects do not hold up events. */
import { randomBytes } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { BUCKETS } from '../../../shared/store/objects.ts';
import { baseEnvironment, type Child, startChild } from '../processes/child.ts';
import { onLines } from '../processes/lines.ts';
import { keptSecret } from './kept-secret.ts';
import type { AccessKey } from './object-store/guard.ts';
import type { Running } from './supervised.ts';

export interface ObjectAccess {
  readonly endpoint: string;
  readonly accessKey: string;
  readonly secretKey: string;
  readonly region: string;
}

export interface Objects extends ObjectAccess, Running {}

export interface ObjectsOptions {
  /** The one it had before; default any free one. */
  readonly port?: number;
  /** Beside its own, which may all. */
  readonly keys?: readonly AccessKey[];
}

const server = fileURLToPath(new URL('./object-store/server.ts', import.meta.url));
const compiler = fileURLToPath(import.meta.resolve('tsx'));

/** @throws with what the server said when it does not start. */
export async function startObjects(
  data: string,
  log: (line: string) => void,
  { port: asked = 0, keys = [] }: ObjectsOptions = {},
): Promise<Objects> {
  const folder = join(data, 'objects');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const own = ownKey(join(data, 'objects.keys.json'));
  const env = {
    ...baseEnvironment(),
    S3_FOLDER: folder,
    S3_KEYS: JSON.stringify([own, ...keys]),
    S3_BUCKETS: BUCKETS.join(','),
    S3_PORT: String(asked),
  };
  const child = await startChild(process.execPath, ['--import', compiler, server], { env });
  const port = await portOf(child, log);
  const access = { endpoint: `http://127.0.0.1:${port}`, ...own, region: 'us-east-1' };
  const { pid, exited } = child;
  return { ...access, pid, exited, stop: () => child.stop(5000) };
}

/** The server's first words. @throws with what else it said when it ends instead */
function portOf(
  { process: { stdout, stderr }, exited }: Child,
  log: (line: string) => void,
): Promise<number> {
  return new Promise((resolve, reject) => {
    let said = '';
    onLines(stdout, (line) => {
      if (line.startsWith('port ')) resolve(Number(line.slice(5)));
    });
    onLines(stderr, (line) => {
      said += `${line}\n`;
      log(line);
    });
    exited.then(({ code, signal }) =>
      reject(new Error(`the object store ended (${signal ?? code}): ${said}`)),
    );
  });
}

type Keys = Pick<ObjectAccess, 'accessKey' | 'secretKey'>;

function ownKey(file: string): Keys {
  const made = (): Keys => ({
    accessKey: randomBytes(9).toString('hex'),
    secretKey: randomBytes(24).toString('hex'),
  });
  return JSON.parse(keptSecret(file, () => JSON.stringify(made()))) as Keys;
}

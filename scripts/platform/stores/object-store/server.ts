/** The process of the embedded object store: s3rver's calls, behind a guard of ours, on files that it does not spoil. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { Files } from './files.ts';
import { type AccessKey, guarded } from './guard.ts';
import { withOwnCalls } from './own-calls.ts';

interface S3rver {
  store: Files;
  readonly context: { store: Files };
  configureBuckets(): Promise<void>;
  callback(): (request: IncomingMessage, response: ServerResponse) => void;
}

const require = createRequire(import.meta.url);
const S3rver = require('s3rver') as new (options: object) => S3rver;

const { S3_FOLDER = '', S3_KEYS = '[]', S3_BUCKETS = '', S3_PORT = '0' } = process.env;

const behind = new S3rver({
  silent: true,
  directory: S3_FOLDER,
  vhostBuckets: false,
  configureBuckets: S3_BUCKETS.split(',').map((name) => ({ name })),
});
behind.store = new Files(S3_FOLDER);
behind.context.store = behind.store;
await behind.configureBuckets();

const server = createServer(
  guarded(JSON.parse(S3_KEYS) as AccessKey[], withOwnCalls(behind.store, behind.callback())),
);
server.keepAliveTimeout = 65_000;
server.requestTimeout = 0;
server.listen(Number(S3_PORT), '127.0.0.1', () =>
  process.stdout.write(`port ${(server.address() as AddressInfo).port}\n`),
);

const end = (): void => {
  server.close(() => process.exit(0));
  server.closeIdleConnections();
  setTimeout(() => process.exit(0), 2000).unref();
};
process.on('SIGTERM', end);
process.stdin.on('end', end).resume();

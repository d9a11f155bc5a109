// The process of the embedded object store (see objects.ts). Plain JavaScript: it starts without a compiler.
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
const S3rver = require('s3rver');
const { DUMMY_ACCOUNT } = require('s3rver/lib/models/account');

const { S3_FOLDER, S3_ACCESS_KEY, S3_SECRET_KEY, S3_BUCKETS } = process.env;

// The keys that s3rver comes with are known to everyone.
DUMMY_ACCOUNT.revokeAccessKey('S3RVER');
DUMMY_ACCOUNT.createKeyPair(S3_ACCESS_KEY, S3_SECRET_KEY);

const server = new S3rver({
  address: '127.0.0.1',
  port: 0,
  silent: true,
  directory: S3_FOLDER,
  vhostBuckets: false,
  configureBuckets: S3_BUCKETS.split(',').map((name) => ({ name })),
});
const { port } = await server.run();
server.httpServer.keepAliveTimeout = 65_000;
server.httpServer.requestTimeout = 0;
process.stdout.write(`port ${port}\n`);

const end = () => {
  server.httpServer.close(() => process.exit(0));
  server.httpServer.closeIdleConnections();
  setTimeout(() => process.exit(0), 2000).unref();
};
process.on('SIGTERM', end);
process.stdin.on('end', end).resume();

import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Client } from 'minio';
import { afterEach, expect, test } from 'vitest';
import { BUCKETS } from '../../shared/store/objects.ts';
import { accountsOf } from '../../shared/store/roles/policies.ts';
import { ensureAccess, POLICY } from './access.ts';

const servers: Server[] = [];
afterEach(() => Promise.all(servers.splice(0).map((server) => new Promise((done) => server.close(done)))));

/** Answers each call with the next of these. */
async function minio(...statuses: number[]): Promise<{ client: Client; calls: string[] }> {
  const calls: string[] = [];
  const server = createServer((request, response) => {
    calls.push(`${request.method} ${request.url}`);
    request.resume().on('end', () => response.writeHead(statuses.shift() ?? 500).end());
  });
  servers.push(server);
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  const root = { accessKey: 'root', secretKey: 'password' };
  return { client: new Client({ endPoint: '127.0.0.1', port, useSSL: false, ...root }), calls };
}

const keys = { accessKey: 'functions', secretKey: 'secret', policy: POLICY };
const UPDATE = 'POST /minio/admin/v3/update-service-account?accessKey=functions';
const ADD = 'PUT /minio/admin/v3/add-service-account';

test('a key that is there is brought up to date, one that is not is made', async () => {
  const there = await minio(204);
  await ensureAccess(there.client, 'password', keys);
  expect(there.calls).toEqual([UPDATE]);
  const fresh = await minio(404, 200);
  await ensureAccess(fresh.client, 'password', keys);
  expect(fresh.calls).toEqual([UPDATE, ADD]);
});

test('a refusal is an error', async () => {
  const { client } = await minio(403);
  await expect(ensureAccess(client, 'password', keys)).rejects.toThrow();
});

test('the policy names no bucket but the own, and nothing that makes or removes one', () => {
  const resources = POLICY.Statement.flatMap(({ Resource }) => Resource);
  expect(new Set(resources.map((arn) => arn.split(':').at(-1)?.split('/')[0]))).toEqual(new Set(BUCKETS));
  const actions = POLICY.Statement.flatMap(({ Action }) => Action);
  expect(actions.filter((action) => /\*|DeleteBucket|CreateBucket|Policy/.test(action))).toEqual([]);
});

test("MinIO takes the groups' keys: names of 3 to 20 characters, secrets of 8 to 40, each its own", () => {
  const accounts = accountsOf('seed');
  expect(accounts.map(({ accessKey }) => accessKey)).toContain('marea-predict');
  for (const { accessKey, secretKey } of accounts) {
    expect(accessKey).toMatch(/^[a-z-]{3,20}$/);
    expect(secretKey).toMatch(/^[\w-]{8,40}$/);
  }
  expect(new Set(accounts.map(({ secretKey }) => secretKey)).size).toBe(accounts.length);
  expect(accountsOf('seed')).toEqual(accounts);
});

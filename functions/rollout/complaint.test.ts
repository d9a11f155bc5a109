/** What the pods of a canary are asked, against real HTTP servers. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import type { KnativeApi, Pod } from '../../shared/runtime/knative/api.ts';
import { complaintOf } from './complaint.ts';

const servers: Server[] = [];
afterEach(() => Promise.all(servers.splice(0).map((server) => new Promise((done) => server.close(done)))));

const canary = { revision: 'p-00002', old: 'p-00001', tagUrl: undefined };

test('a pod that is killed between being listed and being asked says nothing against its revision', async () => {
  const good = await answering({ requests: 40, errors: 0, latency_milliseconds: { count: 40, p95: 3 } });
  const lists = [[podAt(await closedPort())], [podAt(good)]];
  expect(
    await complaintOf(
      apiWith(() => lists.shift() ?? []),
      canary,
      undefined,
    ),
  ).toBeUndefined();
  expect(lists).toEqual([]);
});

test('a pod that stays silent does', async () => {
  const pod = podAt(await closedPort());
  expect(
    await complaintOf(
      apiWith(() => [pod]),
      canary,
      undefined,
    ),
  ).toMatch(/^it could not be asked how it does: .*ECONNREFUSED/);
});

test('pods that are on their way out, or not ready yet, are not asked', async () => {
  const good = await answering({ requests: 40, errors: 0, latency_milliseconds: null });
  const silent = podAt(await closedPort());
  const leaving = { ...silent, metadata: { name: 'leaving', deletionTimestamp: '2026-11-21T20:45:00Z' } };
  const starting: Pod = {
    ...silent,
    status: { ...silent.status, conditions: [{ type: 'Ready', status: 'False' }] },
  };
  let looks = 0;
  const pods = (): Pod[] => {
    looks += 1;
    return [leaving, starting, podAt(good)];
  };
  expect(await complaintOf(apiWith(pods), canary, undefined)).toBeUndefined();
  expect(looks).toBe(1);
});

test('what speaks against a canary: failures, and a container that was restarted', async () => {
  const bad = await answering({ requests: 40, errors: 9, latency_milliseconds: null });
  expect(
    await complaintOf(
      apiWith(() => [podAt(bad)]),
      canary,
      undefined,
    ),
  ).toBe('9 of 40 requests failed');
  expect(
    await complaintOf(
      apiWith(() => [podAt(bad, 1)]),
      canary,
      undefined,
    ),
  ).toBe('its containers were restarted 1 times');
});

/** Only the canary has pods. */
function apiWith(pods: () => Pod[]): KnativeApi {
  const never = (): Promise<never> => Promise.reject(new Error('not asked for here'));
  return {
    service: never,
    revision: never,
    patch: never,
    pods: async (revision) => (revision === canary.revision ? pods() : []),
  };
}

function podAt(port: number, restartCount = 0): Pod {
  return {
    metadata: { name: 'pod' },
    spec: { containers: [{ ports: [{ name: 'user-port', containerPort: port }] }] },
    status: {
      podIP: '127.0.0.1',
      conditions: [{ type: 'Ready', status: 'True' }],
      containerStatuses: [{ restartCount }],
    },
  };
}

async function answering(summary: unknown): Promise<number> {
  const server = createServer((_request, response) => response.end(JSON.stringify(summary)));
  servers.push(server);
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return (server.address() as AddressInfo).port;
}

async function closedPort(): Promise<number> {
  const port = await answering({});
  await new Promise((closed) => servers.pop()?.close(closed));
  return port;
}

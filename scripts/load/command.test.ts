/** The command as a person runs it, against a stand-in for the embedded platform. */
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { run } from '../../tests/beds/stand-in.ts';
import type { RunReport } from './report.ts';

const folder = mkdtempSync(join(tmpdir(), 'marea-load-'));
const PODS = '/kubernetes/token/api/v1/namespaces/marea/pods';
const running = { metadata: {}, status: { conditions: [{ type: 'Ready', status: 'True' }] } };
let server: Server;
let url: string;
/** What was asked for, in order. */
const asked: string[] = [];
let respond = { predictions: (_: number) => 200, pods: (_: number) => 1 };

beforeAll(async () => {
  server = createServer(async (request, response) => {
    await request.resume().toArray();
    const path = (request.url ?? '').split('?')[0] ?? '';
    const before = asked.filter((earlier) => earlier === path).length;
    asked.push(path);
    const answer = (status: number, body: unknown): void =>
      void response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    if (path === PODS) answer(200, { items: new Array(respond.pods(before)).fill(running) });
    else if (path === '/services/predict-realtor/') answer(200, { service: 'predict-realtor' });
    else if (path === '/services/predict-realtor/ready') answer(200, { status: 'ready' });
    else if (path === '/services/predict-realtor/predict') answer(respond.predictions(before), { price: 1 });
    else answer(404, { error: 'not there' });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const kubeconfig = join(folder, 'kubeconfig');
  writeFileSync(
    kubeconfig,
    JSON.stringify({ clusters: [{ cluster: { server: `${url}/kubernetes/token` } }] }),
  );
  process.env.KUBECONFIG = kubeconfig;
});
afterAll(() => {
  server.close();
  server.closeAllConnections();
  rmSync(folder, { recursive: true });
});
beforeEach(() => {
  asked.length = 0;
  respond = { predictions: () => 200, pods: () => 1 };
});

const load = (...args: string[]) => run(url, 'load', [...args, '--out', folder]);
const report = (scenario: string) =>
  JSON.parse(readFileSync(join(folder, `${scenario}.json`), 'utf8')) as RunReport;

describe('steps', () => {
  const steps = ['--scenario', 'steps', '--rate', '40', '--duration', '2.8s'];

  test('asks at each rate for its time, counts pods, and writes the figures and the picture', async () => {
    const { code, out } = await load(...steps);
    expect(code).toBe(0);
    // 4, 10, 20, 40, 20, 10 and 4 a second for 0.4 s each.
    const predictions = asked.filter((path) => path.endsWith('/predict'));
    expect(predictions).toHaveLength(2 + 4 + 8 + 16 + 8 + 4 + 2);
    const { measured, pods } = report('steps');
    expect(measured).toMatchObject({ asked: 44, answered: 44, failed: 0, dropped: 0 });
    expect(pods?.map(({ ready }) => ready)).toContain(1);
    expect(out).toContain('44 requests (open loop, 4 to 40 a second over at most 256 connections)');
    expect(readFileSync(join(folder, 'steps.svg'), 'utf8')).toContain('>Pods of predict-realtor<');
  });

  test('failures make the exit code 1, unless so many may be', async () => {
    respond = { ...respond, predictions: (before) => (before % 11 === 10 ? 503 : 200) };
    const strict = await load(...steps);
    expect(strict.code).toBe(1);
    expect(strict.out).toContain('4 x 503');
    expect(strict.err).toContain('FAILED: 4 of 44 failed or were never sent: 9.09 %, at most 0 % may');
    asked.length = 0;
    expect((await load(...steps, '--max-errors', '0.1')).code).toBe(0);
  });
});

test('a spike begins when no pod is left, and asks nothing before', async () => {
  respond = { ...respond, pods: (before) => (before < 2 ? 1 : 0) };
  const { code, err } = await load('--scenario', 'spike-from-zero', '--connections', '3', '--duration', '1s');
  expect(code).toBe(0);
  expect(err).toContain('at zero after');
  const first = asked.findIndex((path) => path.endsWith('/predict'));
  expect(asked.slice(0, first).filter((path) => path === PODS).length).toBeGreaterThanOrEqual(3);
});

describe('what is wrong is told in a line', () => {
  test.each([
    [
      ['--scenario', 'siege'],
      1,
      '--scenario is "siege", expected one of: smoke, steps, spike-from-zero, soak',
    ],
    [['--scenario', 'steps', '--rate', 'fast'], 1, '--rate is "fast", expected a number above 0'],
    [['--scenario', 'steps', '--dataset', 'diabetes'], 1, 'is neither a platform with predict-diabetes nor'],
    [['--scenario', 'steps', '--url', 'http://127.0.0.1:1'], 1, 'no answer from http://127.0.0.1:1'],
    [['--speed', '9'], 2, "Unknown option '--speed'"],
  ])('%j', async (args, code, words) => {
    const ran = await load(...args);
    expect(ran.code).toBe(code);
    expect(ran.err).toContain(words);
    expect(ran.err).not.toContain('    at ');
  });
});

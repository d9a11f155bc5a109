/** What may be asked twice is asked again while the platform is away; what is refused, or changes something, is not. */
import { Readable } from 'node:stream';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { DROPPED, type Reply, type StandIn, startStandIn } from '../../tests/beds/stand-in.ts';
import { type Client, clientOf } from './client.ts';
import { Refused, Unreachable } from './patience.ts';

let marea: StandIn;
let client: Client;
const said = vi.spyOn(console, 'error').mockImplementation(() => {});

beforeAll(async () => {
  marea = await startStandIn();
  client = clientOf({ to: marea.url }, [1, 1, 1]);
});
afterAll(() => {
  marea.stop();
  said.mockRestore();
});
beforeEach(() => {
  marea.clear();
  said.mockClear();
});

/** More than the buffers of a connection hold: it is on its way when the connection breaks. */
const file = Buffer.alloc(20 * 1024 * 1024, 'a,b\n');
const upload = () => client.put<{ dataref: string }>('/up', () => Readable.from([file]), file.length);
const calls = (call: string) => marea.calls.filter((one) => one.call === call);

const AWAY: Reply[] = [[DROPPED], [502, { error: 'killed' }], [503]];

describe('while the platform is away', () => {
  test('an upload is sent again, whole, and that is said', async () => {
    marea.replies['PUT /up'] = [...AWAY, [201, { dataref: 's3://x' }]];
    expect(await upload()).toEqual({ dataref: 's3://x' });
    const whole = calls('PUT /up').slice(1);
    expect(whole.map(({ body }) => body.length)).toEqual([file.length, file.length, file.length]);
    expect(said.mock.calls.flat()).toEqual([
      expect.stringMatching(/^PUT \/up: no answer from .*; again in 0.001 s \(1 of 3\)$/),
      expect.stringContaining('killed (502 for /up); again in'),
      expect.stringContaining('(503 for /up); again in'),
    ]);
  });

  test('an event is sent again, the same', async () => {
    marea.replies['POST /ingest'] = [...AWAY, [202]];
    await client.postEvent({ 'ce-id': 'one' }, '{}');
    expect(calls('POST /ingest').map(({ headers }) => headers['ce-id'])).toEqual([
      'one',
      'one',
      'one',
      'one',
    ]);
  });

  test('what is read is asked again', async () => {
    marea.replies['GET /x'] = [...AWAY, [200, { a: 1 }]];
    expect(await client.get('/x')).toEqual({ a: 1 });
    marea.replies['GET /none'] = [[503], [404, {}]];
    expect(await client.find('/none')).toBeUndefined();
  });

  test('a name below localhost that cannot be found is told with another way', async () => {
    const lost = Object.assign(new Error('getaddrinfo ENOTFOUND'), { code: 'ENOTFOUND' });
    const url = 'http://console.marea.localhost:8080';
    expect(new Unreachable(url, new Error('fetch failed', { cause: lost })).message).toContain(
      '--to http://127.0.0.1:8080 is the same platform',
    );
    expect(new Unreachable(url, new Error('fetch failed')).message).toContain('Is the platform running');
  });

  test('there is an end to it', async () => {
    marea.replies['PUT /up'] = [503, { error: 'starting' }];
    await expect(upload()).rejects.toThrow('starting (503 for /up)');
    expect(calls('PUT /up')).toHaveLength(4);
    const nobody = clientOf({ to: 'http://127.0.0.1:1' }, [1]);
    await expect(nobody.get('/x')).rejects.toThrow(Unreachable);
    expect(said).toHaveBeenCalledTimes(4);
  });
});

describe('asked once', () => {
  test('what is refused', async () => {
    for (const [call, ask] of [
      ['PUT /up', upload],
      ['GET /x', () => client.get('/x')],
      ['POST /ingest', () => client.postEvent({}, '{}')],
    ] as const) {
      marea.replies[call] = [422, { error: 'no' }];
      await expect(ask()).rejects.toThrow(Refused);
      expect(calls(call)).toHaveLength(1);
    }
    expect(said).not.toHaveBeenCalled();
  });

  test('what changes something', async () => {
    marea.replies['POST /change'] = [502];
    await expect(client.post('/change', {})).rejects.toThrow('502');
    expect(calls('POST /change')).toHaveLength(1);
  });

  test('a file that cannot be read', async () => {
    marea.replies['PUT /up'] = [201, {}];
    const unreadable = () =>
      new Readable({
        read() {
          this.destroy(new Error('bad sector'));
        },
      });
    await expect(client.put('/up', unreadable, 10)).rejects.toThrow('the file cannot be read: bad sector');
    expect(said).not.toHaveBeenCalled();
  });
});

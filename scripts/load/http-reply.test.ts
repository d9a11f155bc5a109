import { describe, expect, test } from 'vitest';
import { replyReader } from './http-reply.ts';

const PLAIN = 'HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 5\r\n\r\nhello';
const CHUNKED =
  'HTTP/1.1 422 No\r\ntransfer-encoding: chunked\r\n\r\n5;x=1\r\nhello\r\n7\r\n, world\r\n0\r\n\r\n';
const CLOSING = 'HTTP/1.0 503 Away\r\nconnection: close\r\ncontent-length: 0\r\n\r\n';
const EMPTY = 'HTTP/1.1 204 No Content\r\nconnection: keep-alive\r\n\r\n';
const CONTINUED = `HTTP/1.1 100 Continue\r\n\r\n${PLAIN}`;

const read = (pieces: readonly Buffer[]) => {
  const reader = replyReader();
  return pieces.map(reader);
};
const shown = (reply: ReturnType<ReturnType<typeof replyReader>>) =>
  reply && { ...reply, body: reply.body.toString() };

describe.each([
  ['with a length', PLAIN, { status: 200, body: 'hello', keepsAlive: true }],
  ['in chunks', CHUNKED, { status: 422, body: 'hello, world', keepsAlive: true }],
  ['that is the last', CLOSING, { status: 503, body: '', keepsAlive: false }],
  ['without a body', EMPTY, { status: 204, body: '', keepsAlive: true }],
  ['after an interim one', CONTINUED, { status: 200, body: 'hello', keepsAlive: true }],
])('a reply %s', (_, text, expected) => {
  test('is read whole', () => {
    expect(read([Buffer.from(text)]).map(shown)).toEqual([expected]);
  });

  test('is read wherever it is cut', () => {
    for (let at = 1; at < text.length; at++) {
      const pieces = [Buffer.from(text.slice(0, at)), Buffer.from(text.slice(at))];
      expect(read(pieces).map(shown), `cut at ${at}`).toEqual([undefined, expected]);
    }
  });

  test('is read byte by byte, and so is the one after it', () => {
    const bytes = [...Buffer.from(text + text)].map((byte) => Buffer.from([byte]));
    const replies = read(bytes).flatMap((reply) => (reply ? [shown(reply)] : []));
    expect(replies).toEqual([expected, expected]);
  });
});

test('what is no HTTP is refused, and so is a reply of unknown length', () => {
  expect(() => read([Buffer.from('SSH-2.0-OpenSSH\r\n\r\n')])).toThrow('no HTTP: SSH-2.0-OpenSSH');
  expect(() => read([Buffer.from('HTTP/1.1 200 OK\r\n\r\nhello')])).toThrow('without content-length');
});

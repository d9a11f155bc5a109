/** The replay itself: it finds what is answered otherwise, and nothing else. */
import { expect, test } from 'vitest';
import type { HttpHandler } from '../../shared/runtime/http/http.ts';
import { json } from '../../shared/runtime/http/http.ts';
import { bytesOf, type Exchange, isFile, type Json, recorded } from './exchanges.ts';
import { isObject } from './names.ts';
import { replay } from './replay.ts';

const exchanges = recorded('3.17.2');

/** Answers in order as MLflow did, with other ids: every run's and model's id turned round. */
function asRecorded(change: (exchange: Exchange) => Json | undefined = ({ answer }) => answer): HttpHandler {
  let next = 0;
  return () => {
    const exchange = exchanges[next++] as Exchange;
    const { status } = exchange;
    if (isFile(exchange) && exchange.method === 'GET')
      return { status, body: inOtherWords(bytesOf(exchange.answer)) };
    return json(JSON.parse(otherIds(JSON.stringify(change(exchange) ?? null))), status);
  };
}

/** Those that the server gave, not hashes that clients have sent. */
const given = new Set(
  exchanges.flatMap(({ answer }) =>
    [...JSON.stringify(answer ?? null).matchAll(/"(?:run_id|model_id)":"(?:m-)?([0-9a-f]{32})"/g)].map(
      ([, id]) => id as string,
    ),
  ),
);
const otherIds = (text: string): string =>
  text.replaceAll(/(?<![0-9a-f])[0-9a-f]{32}(?![0-9a-f])/g, (id) =>
    given.has(id) ? [...id].reverse().join('') : id,
  );
const inOtherWords = (bytes: Buffer): Buffer => {
  const text = bytes.toString('utf8');
  return Buffer.from(text).equals(bytes) ? Buffer.from(otherIds(text)) : bytes;
};

test('a server that answers as MLflow did, with ids of its own, is found equal', async () => {
  expect(await replay(exchanges, asRecorded())).toEqual([]);
});

test('one metric that is another is found', async () => {
  const changed = asRecorded(({ answer }) =>
    JSON.parse(JSON.stringify(answer ?? null).replaceAll('"value":0.25,', '"value":0.26,')),
  );
  const found = await replay(exchanges, changed);
  expect(found.length).toBeGreaterThan(0);
  expect(found.every((line) => line.includes('0.25 is 0.26'))).toBe(true);
});

test('so is a refusal with another code', async () => {
  const changed = asRecorded((exchange) =>
    exchange.status === 404 ? { error_code: 'INTERNAL_ERROR', message: '' } : exchange.answer,
  );
  const refused = exchanges.filter(({ status, answer }) => status === 404 && isObject(answer));
  const found = await replay(exchanges, changed);
  expect(found).toHaveLength(refused.length);
  expect(found[0]).toContain('error_code RESOURCE_DOES_NOT_EXIST is INTERNAL_ERROR');
});

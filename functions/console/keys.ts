/** API keys: listed, made, given a new secret, revoked. What is changed is published before it is answered. */
import { createKey, revokeKey, rotateKey } from '../../shared/access/key-changes.ts';
import { KeyRefused } from '../../shared/access/key-rules.ts';
import { type Key, listKeys } from '../../shared/access/keys.ts';
import { publishKeys } from '../../shared/access/publish.ts';
import type { ChangedKey, Keys, MadeKey } from '../../shared/api/keys.ts';
import { type Changing, type Recording, recorded } from '../../shared/runtime/asking/recorded.ts';
import { configuration } from '../../shared/runtime/configuration.ts';
import { type Answer, HttpError, type HttpRequest, json } from '../../shared/runtime/http/http.ts';
import { database, objects } from '../../shared/runtime/resources.ts';
import { tellOwed } from '../../shared/runtime/tell-owed.ts';
import type { Transaction } from '../../shared/store/database.ts';
import { type Fields, isForced, reasonIn } from './fields.ts';
import { keyWishIn } from './key-wish.ts';
import { changing } from './of-request.ts';
import { onWire } from './on-wire.ts';
import { limitOf, partsAfter } from './path.ts';

export async function keyList(request: HttpRequest): Promise<Answer> {
  const { query } = request;
  const before = query.get('before') ?? undefined;
  if (before !== undefined && !ID.test(before)) throw new HttpError(422, 'before is the id of a key');
  const page = { ended: query.get('ended') === 'true', before, limit: limitOf(request, 200) };
  return json({ keys: onWire(await listKeys(database(), page)) } satisfies Keys);
}

export async function makeKey(request: HttpRequest, fields: Fields): Promise<Answer> {
  const wish = keyWishIn(fields);
  const reason = reasonOrNone(fields);
  const { made, published } = await changed(request, async (tx, record) => {
    const key = await createKey(tx, wish, request.principal);
    const { name, roles, datasets, expiresAt: expires } = key;
    await record({
      action: 'key.created',
      target: key.id,
      reason,
      details: { name, roles, datasets, expires },
    });
    return key;
  });
  return json(told(made, published), 201);
}

export async function rotateOne(request: HttpRequest, fields: Fields): Promise<Answer> {
  const id = idIn(request);
  const reason = reasonOrNone(fields);
  const { made, published } = await changed(request, async (tx, record) => {
    const key = await rotateKey(tx, id, request.principal);
    if (!key) throw unknown(id);
    await record({ action: 'key.rotated', target: id, reason, details: { name: key.name } });
    return key;
  });
  return json(told(made, published));
}

export async function revokeOne(request: HttpRequest, fields: Fields): Promise<Answer> {
  const id = idIn(request);
  const reason = reasonIn(fields, 'to revoke a key');
  const force = isForced(fields);
  const { made: key, published } = await changed(request, async (tx, record) => {
    const revoked = await revokeKey(tx, id, { by: request.principal, force });
    if (!revoked) throw unknown(id);
    await record({ action: 'key.revoked', target: id, reason, details: { name: revoked.name, force } });
    return revoked;
  });
  return json({ key: onWire(key), published } satisfies ChangedKey);
}

const ID = /^[0-9a-z]{12}$/;

function idIn(request: HttpRequest): string {
  const [id = ''] = partsAfter(request, '/api/keys/', 2);
  if (!ID.test(id)) throw unknown(id);
  return id;
}

const unknown = (id: string): HttpError => new HttpError(404, `there is no key ${id.slice(0, 100)}`);

const reasonOrNone = (fields: Fields): string | undefined =>
  fields.reason === undefined ? undefined : reasonIn(fields, 'it');

function told({ text, ...key }: Key & { readonly text: string }, published: boolean): MadeKey {
  return { key: onWire(key), text, published };
}

/** @throws HttpError 409 for what is not allowed as things stand, 503 where keys cannot be published */
async function changed<T>(
  request: HttpRequest,
  work: (tx: Transaction, record: Recording['record']) => Promise<T>,
): Promise<{ made: T; published: boolean }> {
  const { ACCESS_SIGNING_KEY: seed } = configuration();
  if (!seed) throw new HttpError(503, 'ACCESS_SIGNING_KEY is not set: keys cannot be published here');
  const change = changing(request);
  try {
    const made = await recorded(change, (tx, { record }) => work(tx, record));
    return { made, published: await publish(change, seed) };
  } catch (error) {
    throw error instanceof KeyRefused ? new HttpError(409, error.message) : error;
  }
}

/** What is committed is so, whether or not the store is there: `reconcile` goes on until it is published. */
async function publish({ sql, log, sink, trace }: Changing, seed: string): Promise<boolean> {
  try {
    await publishKeys(sql, objects(), seed);
    return true;
  } catch (error) {
    log.error({ trace: trace.traceId, error: (error as Error).message }, 'the keys are not published yet');
    if (sink) await tellOwed('console', sink).catch(() => log.error('and reconcile could not be told'));
    return false;
  }
}

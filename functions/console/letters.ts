/** Dead letters as they are asked to be replayed or discarded: one by its number, or all of a kind. */
import type { Discarded, Replay } from '../../shared/api/dead-letters.ts';
import { configuration } from '../../shared/runtime/configuration.ts';
import type { Discarding } from '../../shared/runtime/discard.ts';
import { type Answer, HttpError, type HttpRequest, json } from '../../shared/runtime/http/http.ts';
import { discardAll, discardOne } from './discard.ts';
import { authorIn, type Fields, reasonIn } from './fields.ts';
import { chosenKindIn, kindIn } from './letter-kind.ts';
import { changing } from './of-request.ts';
import { partsAfter } from './path.ts';
import { type Replaying, replayAll, replayOne } from './replay.ts';

export async function replayEach(request: HttpRequest, fields: Fields): Promise<Answer> {
  const answer = await replayAll(replaying(request, fields), kindIn(fields));
  return json(answer satisfies Replay);
}

export async function replayLetter(request: HttpRequest, fields: Fields): Promise<Answer> {
  const id = letterIn(request);
  const replayed = await replayOne(replaying(request, fields), id);
  if (!replayed) throw noneWaits(id);
  return json({ replayed: [replayed], left: 0 } satisfies Replay);
}

function replaying(request: HttpRequest, fields: Fields): Replaying {
  const { INGEST_URL: ingest, K_SINK: pipeline } = configuration();
  return { ...changing(request), sinks: { ingest, pipeline }, reason: reasonIn(fields, 'to replay') };
}

export async function discardLetter(request: HttpRequest, fields: Fields): Promise<Answer> {
  const id = letterIn(request);
  const discarded = await discardOne(changing(request), id, discardingIn(fields, request));
  if (!discarded) throw noneWaits(id);
  return json(discarded satisfies Discarded);
}

export async function discardEach(request: HttpRequest, fields: Fields): Promise<Answer> {
  const filter = chosenKindIn(fields);
  const discarded = await discardAll(changing(request), filter, discardingIn(fields, request));
  return json(discarded satisfies Discarded);
}

const discardingIn = (fields: Fields, { principal }: HttpRequest): Discarding => ({
  reason: reasonIn(fields, 'to discard'),
  by: authorIn(fields, principal),
});

function letterIn(request: HttpRequest): number {
  const [id = ''] = partsAfter(request, '/api/dead-letters/', 2);
  if (!/^\d{1,9}$/.test(id)) throw new HttpError(404, `there is nothing at ${request.path}`);
  return Number(id);
}

const noneWaits = (id: number): HttpError =>
  new HttpError(404, `no dead letter ${id} waits: it was replayed or discarded, or never was`);

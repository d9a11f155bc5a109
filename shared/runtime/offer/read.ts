/** What is offered: an event with its data, or an event whose body is the file. */
import type { IncomingHttpHeaders } from 'node:http';
import { Readable } from 'node:stream';
import { isJson, type Message, readMessage } from '../../events/codec.ts';
import type { Event } from '../../events/event.ts';
import { eventOf } from '../../events/wire.ts';
import { essenceOf } from '../../formats/media-type.ts';
import { utf8Of } from '../http/charset.ts';
import { HttpError, type HttpRequest } from '../http/http.ts';
import { carriedBy, fileTypeOf } from './media-types.ts';
import { lengthOf } from './upload.ts';

/** An event as it goes on. */
export interface Sendable {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Buffer;
}

export interface OfferedFile {
  readonly event: Event;
  readonly attributes: Message['attributes'];
  readonly file: { readonly body: Readable; readonly bytes: number; readonly mediaType: string };
}

export type Offered = (Sendable & { readonly event: Event }) | OfferedFile;

/** Of an event with its data, unpacked; Knative's brokers take little more, and a file of any size has other ways. */
const EVENT_BYTES = 1024 * 1024;
const NO_BODY = Buffer.alloc(0);

/** @throws HttpError 411, 413, 415; BadEvent */
export async function readOffered(request: HttpRequest): Promise<Offered> {
  const { headers } = request;
  if (carriedBy(headers) === 'file') return postedFile(request);
  const body = utf8Of(await eventBody(request), headers['content-type']);
  const message = readMessage(headers, body);
  if (isJson(message.attributes) || message.body.length === 0)
    return { event: eventOf(message), headers: own(headers), body };
  return fileIn(message, Readable.from([message.body]), message.body.length);
}

function postedFile(request: HttpRequest): OfferedFile {
  const { headers, stream } = request;
  const message = readMessage(headers, NO_BODY);
  const coding = headers['content-encoding'] ?? 'identity';
  // Kept as it comes: whoever reads the file knows gzip by its first bytes.
  if (!/^(identity|(x-)?gzip)$/i.test(coding))
    throw new HttpError(
      415,
      `content-encoding "${coding}" of a file is not taken: send it as it is, or by gzip`,
    );
  return fileIn(message, stream, lengthOf(request));
}

function fileIn({ attributes }: Message, body: Readable, bytes: number): OfferedFile {
  const mediaType = fileTypeOf(attributes.datacontenttype);
  return { event: eventOf({ attributes, body: NO_BODY }), attributes, file: { body, bytes, mediaType } };
}

async function eventBody(request: HttpRequest): Promise<Buffer> {
  try {
    return await request.body(EVENT_BYTES);
  } catch (error) {
    if (!(error instanceof HttpError) || error.status !== 413) throw error;
    throw new HttpError(
      413,
      `an event may have ${EVENT_BYTES} bytes: post the file itself (content-type text/csv), or put it into the object store and send its dataref`,
    );
  }
}

/** The event's headers; those of this connection are left behind, and so is the charset: the body is UTF-8 now. */
function own(headers: IncomingHttpHeaders): Record<string, string> {
  const type = headers['content-type'];
  const ours = Object.entries(headers).flatMap(([name, value]): [string, string][] =>
    typeof value === 'string' && name.startsWith('ce-') ? [[name, value]] : [],
  );
  return { ...Object.fromEntries(ours), ...(type ? { 'content-type': essenceOf(type) } : {}) };
}

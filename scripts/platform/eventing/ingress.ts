/** What is posted to a broker: an event that it takes, or a reason why not. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { readMessage } from '../../../shared/events/codec.ts';
import { BadEvent } from '../../../shared/events/errors.ts';
import { leaveNothing } from '../../../shared/runtime/http/early-answer.ts';
import { answerError } from '../serving/answer.ts';
import { readBody, TooLarge } from '../serving/body.ts';
import type { Broker } from './broker.ts';

export interface Ingress {
  readonly brokers?: ReadonlyMap<string, Broker>;
  /** Does it take events yet, and still? */
  readonly isReady: boolean;
}

/** Knative's brokers take more; what is larger than this has no business in an event. */
const MAX_EVENT = 1024 * 1024;

interface Refusal {
  readonly status: number;
  readonly message: string;
}

export async function toBroker(
  ingress: Ingress,
  name: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const refusal = await refused(ingress, name, request);
  if (!refusal) {
    response.writeHead(202, { 'content-length': '0' }).end();
    return;
  }
  // What is still coming is read and dropped, so that the sender gets to read the answer.
  void leaveNothing(request);
  answerError(response, refusal.status, refusal.message);
}

/** @returns nothing when the broker has taken the event */
async function refused(
  { brokers, isReady }: Ingress,
  name: string,
  request: IncomingMessage,
): Promise<Refusal | undefined> {
  const broker = brokers?.get(name);
  if (request.method !== 'POST')
    return { status: 405, message: `${request.method}: events are sent by POST` };
  if (!isReady) return { status: 503, message: 'the platform does not take events now; try again' };
  if (!broker) return { status: 404, message: `there is no broker ${name}` };
  try {
    const event = readMessage(request.headers, await readBody(request, MAX_EVENT));
    return notTaken(name, await broker.receive(event));
  } catch (error) {
    return faultOf(error);
  }
}

function notTaken(name: string, status: number): Refusal | undefined {
  if (status === 202) return undefined;
  const why =
    status === 503
      ? `the broker ${name} is full; try again`
      : 'not all subscribers took the event; try again';
  return { status, message: why };
}

/** @throws what is not the sender's fault */
function faultOf(error: unknown): Refusal {
  if (error instanceof BadEvent) return { status: 400, message: error.message };
  if (!(error instanceof TooLarge)) throw error;
  const message =
    'an event may have 1 MiB: upload the data to the object store and send an event with its dataref';
  return { status: 413, message };
}

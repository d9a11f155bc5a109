/** The object that an event refers to. */
import type { Readable } from 'node:stream';
import { PassingError } from '../../shared/events/errors.ts';
import { type Address, NoSuchObject, type ObjectStore } from '../../shared/store/objects.ts';

/**
 * @throws PassingError when there is no such object: its upload may not be done yet. The ingest broker tries for some
 * three minutes, then the event is a dead letter that can be replayed when the object is there.
 */
export async function openFile(objects: ObjectStore, address: Address): Promise<Readable> {
  try {
    return await objects.stream(address);
  } catch (cause) {
    if (cause instanceof NoSuchObject)
      throw new PassingError(`${cause.message}: its upload is not done, or it has another name`, { cause });
    throw cause;
  }
}

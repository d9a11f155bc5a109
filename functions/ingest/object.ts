/** The object that an event refers to. */
import type { Readable } from 'node:stream';
import { PermanentError } from '../../shared/events/errors.ts';
import { type Address, NoSuchObject, type ObjectStore } from '../../shared/store/objects.ts';

/** @throws PermanentError when there is no such object */
export async function openFile(objects: ObjectStore, address: Address): Promise<Readable> {
  try {
    return await objects.stream(address);
  } catch (cause) {
    if (cause instanceof NoSuchObject)
      throw new PermanentError(`${cause.message}: upload it before the event`, { cause });
    throw cause;
  }
}

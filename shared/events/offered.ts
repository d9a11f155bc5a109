/** What a batch.received says of its batch: how it is called, and where its rows are. At the door, and where it is stored. */
import { keyPart } from '../store/keys.ts';
import { type Address, addressOf } from '../store/objects.ts';
import { PermanentError } from './errors.ts';
import { derivedId, type Envelope } from './event.ts';

/** Characters, as the events of the chain have it. */
const LONGEST = 200;

/**
 * The producer's name for the batch, whatever it is written in, or one that follows from the event: the same event, the
 * same batch.
 * @throws PermanentError for a name by which the batch could not be asked for
 */
export function batchNameOf(event: Pick<Envelope, 'source' | 'id' | 'subject'>): string {
  const { subject } = event;
  if (subject !== undefined) checkName(subject);
  return subject ?? derivedId(event, 'batch');
}

/** Control characters and halves of characters are refused where events are read. */
function checkName(subject: string): void {
  if (subject.length > LONGEST)
    throw new PermanentError(
      `the subject, which names the batch, has ${subject.length} characters, at most ${LONGEST} are taken`,
    );
  // URLs know no such parts: they are taken out before anybody sees them.
  if (/^\.{1,2}$/.test(subject))
    throw new PermanentError(`a batch cannot be called "${subject}": no URL could name it`);
}

/**
 * Where the batch is as it came, or will be kept when its rows ride in the event.
 * @throws PermanentError unless there is one of the two, in a place that batches are read from
 */
export function addressFor({ dataref, dataset }: Envelope, batch: string, inline: boolean): Address {
  if (inline && dataref) throw new PermanentError('the event has rows and a dataref: send one of them');
  if (inline) return { bucket: 'data-raw', key: `${dataset}/${keyPart(`${batch}.ndjson`)}` };
  if (!dataref)
    throw new PermanentError(
      'the event has neither rows nor a dataref (extension attribute, s3://data-raw/<key>)',
    );
  const address = permanent(() => addressOf(dataref));
  if (address.bucket !== 'data-raw')
    throw new PermanentError(
      `the dataref is in the bucket ${address.bucket}: batches are read from data-raw`,
    );
  return address;
}

function permanent<T>(run: () => T): T {
  try {
    return run();
  } catch (cause) {
    throw new PermanentError((cause as Error).message, { cause });
  }
}

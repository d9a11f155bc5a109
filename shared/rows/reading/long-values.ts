/** Rows with a value that is too long to be one are told as what cannot be read, whichever format they come in. */
import { copyValues } from '../../formats/index.ts';
import type { RowFile, RowSink } from './row-file.ts';

/** @param longest characters of a value */
export function withoutLongValues(file: RowFile, longest: number): RowFile {
  const values = copyValues(file.columns.length);
  const isShort = (bytes: Buffer, start: number, end: number): boolean =>
    // Nearly all rows as a whole are shorter than one value may be.
    end - start <= longest || values(bytes, start, end).every((value) => value.length <= longest);
  const passedOn = (sink: RowSink): RowSink => ({
    record(bytes, start, end) {
      if (isShort(bytes, start, end)) sink.record(bytes, start, end);
      else sink.malformed(bytes, start, end, 'length');
    },
    malformed: (bytes, start, end, problem) => sink.malformed(bytes, start, end, problem),
  });
  return { ...file, feed: (sink) => file.feed(passedOn(sink)) };
}

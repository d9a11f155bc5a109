/** A CSV file: the header is held against the data set, then record after record is passed on as COPY reads them. */
import type { Dataset } from '../../datasets/declaration.ts';
import {
  type CsvHeader,
  type CsvRecord,
  csvHeader,
  csvSplitter,
  csvWriter,
  FormatError,
  isCleanText,
  knownAmong,
  readableText,
  wholeCharacters,
} from '../../formats/index.ts';
import { type KeptColumns, keptColumns } from './header.ts';
import type { Limits } from './limits.ts';
import { peek } from './peek.ts';
import type { Reading, RowFile, RowSink } from './row-file.ts';

/** Bytes that a header may have. */
const LONGEST_HEADER = 128 * 1024;

/**
 * @param text UTF-8, but for rows that are none
 * @throws FormatError when the header does not fit the data set
 */
export async function csvRows(
  text: AsyncIterable<Buffer>,
  dataset: Dataset,
  limits: Limits,
): Promise<RowFile> {
  const { head, isWhole, chunks } = await peek(text, LONGEST_HEADER);
  const header = csvHeader(head, isWhole, (written) => fitness(dataset, written));
  const { dialect, names, next } = header;
  const kept = fitting(dataset, names, dialect.separator);
  const shape = { dialect, width: names.length, longest: limits.record };
  const asItIs = dialect.separator === ',' && kept.dropped.length === 0;
  return {
    reading: readingOf(header, kept.dropped),
    columns: kept.columns,
    async *feed(to) {
      const splitter = csvSplitter(shape, sinkOf(to, kept.places, asItIs));
      let before = next;
      for await (const chunk of chunks) {
        splitter.push(chunk.subarray(before));
        before = Math.max(0, before - chunk.length);
        yield;
      }
      splitter.end();
      yield;
    },
  };
}

/** How well names fit: best when nothing is to be said against them, else by how many of them are known. */
function fitness(dataset: Dataset, names: readonly string[]): number {
  try {
    keptColumns(dataset, names);
    return Number.POSITIVE_INFINITY;
  } catch {
    return knownAmong(names, Object.keys(dataset.columns));
  }
}

/** @throws FormatError that says with which separator the names were read */
function fitting(dataset: Dataset, names: readonly string[], separator: string): KeptColumns {
  try {
    return keptColumns(dataset, names);
  } catch (cause) {
    const { message } = cause as FormatError;
    if (names.length === 1)
      throw new FormatError(`${message}; no separator was found: one of "," ";" "|" or a tab is expected`, {
        cause,
      });
    if (separator === ',') throw cause;
    throw new FormatError(`${message}; read with ${JSON.stringify(separator)} as the separator`, { cause });
  }
}

function readingOf({ dialect, separatorLine }: CsvHeader, dropped: readonly string[]): Reading {
  const { separator } = dialect;
  return {
    format: 'csv',
    ...(separator === ',' ? {} : { separator }),
    ...(separatorLine === undefined ? {} : { separatorLine }),
    ...(dropped.length === 0 ? {} : { dropped }),
  };
}

/** @param asItIs records are as COPY reads them where their quotes are */
function sinkOf(to: RowSink, places: readonly number[], asItIs: boolean) {
  const isClean = cleanness();
  const write = csvWriter(places);
  const anew = (written: Buffer): void => to.record(written, 0, written.length);
  const unclean = (bytes: Buffer): void => {
    const text = Buffer.from(readableText(bytes));
    to.malformed(text, 0, text.length, 'encoding');
  };
  return {
    record(record: CsvRecord): void {
      const { bytes, start, end, plain } = record;
      if (!isClean(bytes, start, end)) unclean(bytes.subarray(start, end));
      else if (asItIs && plain) to.record(bytes, start, end);
      else anew(write(record));
    },
    malformed(bytes: Buffer, start: number, end: number): void {
      if (isClean(bytes, start, end)) to.malformed(bytes, start, end);
      else unclean(bytes.subarray(start, end));
    },
  };
}

/** Bytes are looked at as a whole, which is fast; one by one only where some of them are not clean. */
function cleanness(): (bytes: Buffer, start: number, end: number) => boolean {
  let seen: Buffer | undefined;
  let allClean = false;
  return (bytes, start, end) => {
    if (bytes !== seen) {
      seen = bytes;
      allClean = isCleanText(wholeCharacters(bytes));
    }
    return allClean || isCleanText(bytes.subarray(start, end));
  };
}

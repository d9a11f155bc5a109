/** What pages and dictionaries of a file take: all together, and of what is in memory at the same time. */
import { FormatError } from '../format-error.ts';
import { damaged } from './cursor.ts';
import { dictionaryBytes } from './dictionary.ts';
import type { PageHeader } from './page-header.ts';

/** What one column has in memory. */
export interface Space {
  /** A page takes the place of the one before. */
  page(bytes: number): void;
  dictionary(header: PageHeader): void;
  /** Of a row group: what it had is gone. */
  end(): void;
}

export interface Memory {
  space(): Space;
}

/** @throws FormatError, from its spaces, over `held` bytes at a time, or `bytes` in all */
export function memoryWithin({ held, bytes }: { readonly held: number; readonly bytes: number }): Memory {
  let [now, all] = [0, 0];
  const take = (before: number, after: number, unpacked: number): number => {
    now += after - before;
    all += unpacked;
    if (all > bytes) throw new FormatError(`the Parquet file has more than ${bytes} bytes once unpacked`);
    if (now > held)
      throw new FormatError(
        `the Parquet file’s pages need more than ${held} bytes of memory at a time: write it with smaller row groups`,
      );
    return after;
  };
  return {
    space() {
      let [page, dictionary] = [0, 0];
      return {
        page(size) {
          page = take(page, size, size);
        },
        dictionary({ size, values }) {
          // Only one bit of a byte, at best, is a value.
          if (values > size * 8) throw damaged(`a dictionary of ${values} entries in ${size} bytes`);
          dictionary = take(dictionary, dictionaryBytes(size, values), size);
        },
        end() {
          page = take(page, 0, 0);
          dictionary = take(dictionary, 0, 0);
        },
      };
    },
  };
}

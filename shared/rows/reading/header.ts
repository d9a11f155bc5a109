/** Which columns a file has, held against the declaration. */
import type { Dataset } from '../../datasets/declaration.ts';
import { nearest } from '../../datasets/nearest.ts';
import { FormatError, MOST_COLUMNS } from '../../formats/index.ts';

/** A file's columns beside those of the data set. */
export interface KeptColumns {
  /** Columns of the data set, in the order of the file. */
  readonly columns: readonly string[];
  /** Where each of them is among all columns of the file. */
  readonly places: readonly number[];
  /** The names of those that programs add and nobody asked for; '' is a first one without a name. */
  readonly dropped: readonly string[];
}

/**
 * Names are compared without blanks around them and in NFC.
 * @throws FormatError that names every column that is unknown, doubled or missing
 */
export function keptColumns(
  dataset: Pick<Dataset, 'name' | 'columns'>,
  names: readonly string[],
): KeptColumns {
  if (names.length > MOST_COLUMNS)
    throw new FormatError(`the file has ${names.length} columns, at most ${MOST_COLUMNS} are read`);
  const written = names.map(columnName);
  const isAdded = (name: string, place: number): boolean =>
    !Object.hasOwn(dataset.columns, name) && isAddedByPrograms(name, place);
  const places = [...written.keys()].filter((place) => !isAdded(written[place] as string, place));
  const columns = places.map((place) => written[place] as string);
  checkColumns(dataset, columns);
  return { columns, places, dropped: written.filter(isAdded) };
}

/** As it is compared with others. */
export const columnName = (name: string): string =>
  name
    .replace(/^\uFEFF/, '')
    .trim()
    .normalize('NFC');

/**
 * The index of a data frame: pandas writes it without a name in CSV and calls it so when it reads it again, and
 * `__index_level_0__` in Parquet; R writes it without a name, too.
 */
export const isAddedByPrograms = (name: string, place: number): boolean =>
  (place === 0 && name === '') || /^(__index_level_\d+__|Unnamed: 0(\.\d+)*)$/.test(name);

function checkColumns(dataset: Pick<Dataset, 'name' | 'columns'>, columns: readonly string[]): void {
  const known = Object.keys(dataset.columns);
  const given = new Set(columns);
  const unknown = columns.filter((name) => !Object.hasOwn(dataset.columns, name));
  const twice = columns.filter((name, i) => columns.indexOf(name) !== i);
  const absent = known.filter((name) => !given.has(name) && !dataset.columns[name]?.optional);
  const unused = known.filter((name) => !given.has(name));
  const complaints = [
    ...(unknown.length > 0 ? [`unknown columns: ${list(unknown, unused)}`] : []),
    ...(twice.length > 0 ? [`columns that come twice: ${list(twice)}`] : []),
    ...(absent.length > 0 ? [`missing columns: ${list(absent)}`] : []),
  ];
  if (complaints.length > 0)
    throw new FormatError(
      `the columns are not those of ${dataset.name}: ${complaints.join('; ')}; expected ${known.join(', ')}`,
    );
}

/** @param meant names that may have been meant */
function list(names: readonly string[], meant: readonly string[] = []): string {
  return names
    .slice(0, 20)
    .map((name) => {
      const near = nearest(name, meant);
      return JSON.stringify(name.slice(0, 60)) + (near ? ` (did you mean "${near}"?)` : '');
    })
    .join(', ');
}

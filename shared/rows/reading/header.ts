/** Which columns a file has, held against the declaration. */
import type { Dataset } from '../../datasets/declaration.ts';
import { FormatError } from '../../formats/index.ts';

/** @throws FormatError that names every column that is unknown, doubled or missing */
export function checkColumns(dataset: Dataset, columns: readonly string[]): void {
  const known = Object.keys(dataset.columns);
  const list = (names: readonly string[]): string =>
    names
      .slice(0, 20)
      .map((name) => JSON.stringify(name.slice(0, 60)))
      .join(', ');
  const unknown = columns.filter((name) => !Object.hasOwn(dataset.columns, name));
  const twice = columns.filter((name, i) => columns.indexOf(name) !== i);
  const absent = known.filter((name) => !columns.includes(name) && !dataset.columns[name]?.optional);
  const complaints = [
    ...(unknown.length > 0 ? [`unknown columns: ${list(unknown)}`] : []),
    ...(twice.length > 0 ? [`columns that come twice: ${list(twice)}`] : []),
    ...(absent.length > 0 ? [`missing columns: ${list(absent)}`] : []),
  ];
  if (complaints.length > 0)
    throw new FormatError(
      `the columns are not those of ${dataset.name}: ${complaints.join('; ')}; expected ${known.join(', ')}`,
    );
}

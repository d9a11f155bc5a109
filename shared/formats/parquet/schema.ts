/** The columns of a Parquet file's schema, which is a tree: those that have a tree below them cannot be read. */
import { damaged } from './cursor.ts';
import { type Kind, kindOf } from './kind.ts';
import { complete, type FileMetadata, type SchemaElement } from './metadata.ts';

export interface Column {
  readonly name: string;
  /** What its values are; or why it cannot be read, after the column's name: "is a list". */
  readonly kind: Kind | { readonly problem: string };
  /** Whether values may be missing. */
  readonly optional: boolean;
}

/** How a column is repeated: not at all is 0, for all rows. */
export const REPEATED = 2;
/** Letters of a name that are shown. */
export const SHOWN = 60;

/** The columns at the top, and all leaves of the schema, in the order of the chunks. */
export function columnsOf(schema: FileMetadata['schema']): {
  columns: Column[];
  leaves: Partial<SchemaElement>[];
} {
  const columns: Column[] = [];
  const count = schema[0]?.children ?? 0;
  let at = 1;
  for (let i = 0; i < count; i++) {
    const next = endOfTree(schema, at);
    columns.push(columnOf(schema.slice(at, Math.min(next, at + 3))));
    at = next;
  }
  if (at !== schema.length) throw damaged('its schema is no tree');
  return { columns, leaves: schema.filter(({ children = 0 }, i) => i > 0 && children === 0) };
}

/** Nodes come in the order of a walk: each is followed by its children. */
function endOfTree(schema: FileMetadata['schema'], from: number): number {
  let at = from;
  for (let open = 1; open > 0; open--) {
    const { children = 0 } = schema[at] ?? { children: -1 };
    if (children < 0) throw damaged('its schema is no tree');
    open += children;
    at += 1;
  }
  return at;
}

/** @param nodes the column's, and the first below it */
function columnOf(nodes: readonly Partial<SchemaElement>[]): Column {
  const { name = '', ...element } = complete(nodes[0] ?? {}, ['name']);
  const child = nodes[1]?.name ?? 'x';
  const nested = nestingOf(element, child.slice(0, SHOWN), name.slice(0, SHOWN));
  return { name, kind: nested ? { problem: nested } : kindOf(element), optional: element.repetition !== 0 };
}

function nestingOf(
  { children = 0, converted, logical, repetition }: Partial<SchemaElement>,
  child: string,
  name: string,
): string | undefined {
  if (repetition === REPEATED || converted === 3 || logical?.list)
    return `is a list: send one value a row, or a column for each, such as ${name}_1`;
  if (children === 0) return undefined;
  if (converted === 1 || converted === 2 || logical?.map)
    return 'is a map: send a column for each of its keys';
  return `is a struct: flatten it, with columns such as ${name}_${child}`;
}

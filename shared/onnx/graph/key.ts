/** Keys of looked-up features as [N,1] integers: the numbers of the same texts as in `TableKeys` of shared/ml. */
import { type FittedPrefix, keySeparator } from '../../ml/features/fitted.ts';
import { elementTypes } from '../format/model.ts';
import { type GraphBuilder, mlDomain } from './builder.ts';
import { MISSING, type Numbering, type Numberings, partsOfText, UNKNOWN } from './numbering.ts';

/** The number of each row's key; UNKNOWN, or MISSING where the numbering tells that. */
export function addKey(graph: GraphBuilder, numbering: Numbering, known: Numberings): string {
  return graph.once(`key ${numbering.name}`, () => {
    const [part, ...more] = numbering.key;
    if (part === undefined)
      throw new Error('a feature is looked up by a key of no column: it needs at least one');
    if (more.length > 0) return addJoined(graph, numbering, known);
    return typeof part === 'string' ? addColumn(graph, part, numbering) : addPrefix(graph, part, numbering);
  });
}

/** 0 where the column is missing, else 1. */
export function addPresence(graph: GraphBuilder, column: string): string {
  return graph.once(`presence ${column}`, () =>
    encode(graph, column, { keys_strings: { texts: [''] } }, [MISSING]),
  );
}

function addColumn(graph: GraphBuilder, column: string, { texts, start }: Numbering, times = 1): string {
  const numbers = [MISSING, ...texts.map((_, at) => times * (start + at))];
  return encode(graph, column, { keys_strings: { texts: ['', ...texts] } }, numbers, times * UNKNOWN);
}

/** The numbers of all parts but the last, and of the last, are one number, which is looked up. */
function addJoined(
  graph: GraphBuilder,
  { key, texts, start, tellsMissing }: Numbering,
  numberings: Numberings,
): string {
  const parts = texts.map(partsOfText);
  const left = numberings.of(key.slice(0, -1), distinct(parts.map(([text]) => text)));
  const right = numberings.of(key.slice(-1), distinct(parts.map(([, text]) => text)));
  const known = parts.map(([a, b]) =>
    joined(left, left.numbers.get(a) ?? UNKNOWN, right.numbers.get(b) ?? UNKNOWN),
  );
  const missing = tellsMissing ? missingOf(left, right) : [];
  const keys = known.concat(missing);
  const numbers = texts.map((_, at) => start + at).concat(missing.map(() => MISSING));
  const both = graph.add('Add', [
    addKey(graph, left, numberings),
    addRaised(graph, right, left.end, numberings),
  ]);
  if (keys.length === 0) return encode(graph, both, { keys_int64s: { integers: [-1] } }, [UNKNOWN]);
  return encode(graph, both, { keys_int64s: { integers: keys } }, numbers);
}

/** What keys have of which one part or both are missing. */
function missingOf(left: Numbering, right: Numbering): number[] {
  const ofLeft = allOf(left).map((number) => joined(left, number, MISSING));
  return ofLeft.concat(
    allOf(right)
      .filter((number) => number !== MISSING)
      .map((number) => joined(left, MISSING, number)),
  );
}

/** A column that is nothing but a part of this key has its numbers times `by` from the start. */
function addRaised(graph: GraphBuilder, part: Numbering, by: number, known: Numberings): string {
  const [column] = part.key;
  return typeof column === 'string' && !known.isLevel(part)
    ? graph.once(`${by} times ${part.name}`, () => addColumn(graph, column, part, by))
    : graph.add('Mul', [addKey(graph, part, known), graph.integer(by)]);
}

const joined = (left: Numbering, a: number, b: number): number => a + b * left.end;
const distinct = (texts: readonly string[]): string[] => [...new Set(texts)];
const allOf = ({ start, texts }: Numbering): number[] => [
  MISSING,
  UNKNOWN,
  ...texts.map((_, at) => start + at),
];

/**
 * Opset 20 has no substring. Codes of digits are cut by integer division; the other codes of the training part are
 * listed. At most one branch knows a code, and UNKNOWN is less than all that is known.
 */
function addPrefix(graph: GraphBuilder, part: FittedPrefix, numbering: Numbering): string {
  const ofDigits = numbering.texts.filter((text) => text.length === part.prefix && /^[0-9]+$/.test(text));
  const branches =
    ofDigits.length > 0
      ? part.digits.map((digits) => addDigits(graph, part, digits, ofDigits, numbering))
      : [];
  const others = part.others.filter((code) => numbering.numbers.has(code.slice(0, part.prefix)));
  if (others.length > 0 || branches.length === 0) branches.push(addOthers(graph, part, others, numbering));
  return branches.length === 1 ? (branches[0] as string) : graph.add('Max', branches);
}

/** More digits than any code has: its quotient is no known prefix. */
const noCode = '9'.repeat(18);

function addDigits(
  graph: GraphBuilder,
  { column, prefix }: FittedPrefix,
  digits: number,
  texts: readonly string[],
  { numbers }: Numbering,
): string {
  const number = graph.once(`${digits} digits of ${column}`, () => {
    const isCode = graph.add('RegexFullMatch', [column], { pattern: { text: `[0-9]{${digits}}` } });
    const code = graph.add('Where', [isCode, column, graph.text(noCode)]);
    return graph.add('Cast', [code], { to: { integer: elementTypes.int64 } });
  });
  const quotient = graph.add('Div', [number, graph.integer(10 ** (digits - prefix))]);
  const keys = { keys_int64s: { integers: texts.map(Number) } };
  return encode(
    graph,
    quotient,
    keys,
    texts.map((text) => numbers.get(text) ?? UNKNOWN),
  );
}

/** An encoder wants at least one key: where nothing is known, one that never comes. */
function addOthers(
  graph: GraphBuilder,
  { column, prefix }: FittedPrefix,
  others: readonly string[],
  { numbers }: Numbering,
): string {
  const codes = others.length > 0 ? others : [keySeparator];
  return encode(
    graph,
    column,
    { keys_strings: { texts: codes } },
    codes.map((code) => numbers.get(code.slice(0, prefix)) ?? UNKNOWN),
  );
}

type Keys =
  | { readonly keys_strings: { readonly texts: readonly string[] } }
  | { readonly keys_int64s: { readonly integers: readonly number[] } };

/** Numbers in the order of the keys, and one for any other. */
function encode(
  graph: GraphBuilder,
  from: string,
  keys: Keys,
  numbers: readonly number[],
  otherwise = UNKNOWN,
): string {
  const attributes = { ...keys, values_int64s: { integers: numbers }, default_int64: { integer: otherwise } };
  return graph.add('LabelEncoder', [from], attributes, { domain: mlDomain });
}

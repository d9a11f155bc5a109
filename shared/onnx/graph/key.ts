/** Keys of looked-up features as [N,1] strings: the same text as `TableKeys` in shared/ml, "" where missing. */
import { type FittedKeyPart, type FittedPrefix, keySeparator } from '../../ml/features/fitted.ts';
import { elementTypes } from '../format/model.ts';
import { type GraphBuilder, mlDomain } from './builder.ts';

export function addKey(graph: GraphBuilder, key: readonly FittedKeyPart[]): string {
  return graph.once(`key ${JSON.stringify(key)}`, () => {
    const parts = key.map((part) => (typeof part === 'string' ? part : addPrefix(graph, part)));
    return parts.reduce((left, right) => {
      const open = graph.add('StringConcat', [left, graph.text(keySeparator)]);
      return graph.add('StringConcat', [open, right]);
    });
  });
}

/**
 * Opset 20 has no substring. Codes of digits are cut by integer division; the other codes of the training part
 * are looked up. At most one branch answers, the others give "", so that joining them gives the prefix.
 */
function addPrefix(graph: GraphBuilder, part: FittedPrefix): string {
  return graph.once(`prefix ${JSON.stringify(part)}`, () => {
    const branches = part.digits.map((digits) => addDigits(graph, part, digits));
    if (part.others.length > 0 || branches.length === 0) branches.push(addOthers(graph, part));
    return branches.reduce((left, right) => graph.add('StringConcat', [left, right]));
  });
}

/** More digits than any code has: its quotient is no known prefix. */
const noCode = '9'.repeat(18);

function addDigits(graph: GraphBuilder, part: FittedPrefix, digits: number): string {
  const number = graph.once(`${digits} digits of ${part.column}`, () => {
    const pattern = { pattern: { text: `[0-9]{${digits}}` } };
    const isCode = graph.add('RegexFullMatch', [part.column], pattern);
    const code = graph.add('Where', [isCode, part.column, graph.text(noCode)]);
    return graph.add('Cast', [code], { to: { integer: elementTypes.int64 } });
  });
  const quotient = graph.add('Div', [number, graph.integer(10 ** (digits - part.prefix))]);
  const known = part.known.filter((prefix) => prefix.length === part.prefix && /^[0-9]+$/.test(prefix));
  const table = {
    keys_int64s: { integers: known.map(Number) },
    values_strings: { texts: known },
    default_string: { text: '' },
  };
  return graph.add('LabelEncoder', [quotient], table, { domain: mlDomain });
}

function addOthers(graph: GraphBuilder, part: FittedPrefix): string {
  const codes = part.others.length > 0 ? part.others : [keySeparator];
  const table = {
    keys_strings: { texts: codes },
    values_strings: { texts: codes.map((code) => code.slice(0, part.prefix)) },
    default_string: { text: '' },
  };
  return graph.add('LabelEncoder', [part.column], table, { domain: mlDomain });
}

/** YAML, of which JSON is a part, as plain data: what a file may hold is bounded, and nothing in it means code. */
import type { Document, LineCounter, YAMLError } from 'yaml';
import { goesTooDeep } from './depth.ts';

/** Many times what the largest declaration takes. */
export const LARGEST_TEXT = 1024 * 1024;

/** What is wrong with the text, a line for each fault. */
export class YamlError extends Error {
  override readonly name = 'YamlError';
}

/** Faults of YAML told at once; more follow from the first. */
const MOST_TOLD = 10;

type Yaml = typeof import('yaml');

/** @throws YamlError when it is too large, no YAML, or has tags, aliases, or a key twice */
export async function plainYaml(text: string): Promise<unknown> {
  const bytes = Buffer.byteLength(text);
  if (bytes > LARGEST_TEXT)
    throw new YamlError(`  has ${bytes} bytes, a declaration at most ${LARGEST_TEXT} bytes`);
  // Loaded when it is needed: a start without a file of YAML stays short.
  const yaml = await import('yaml');
  if (goesTooDeep(new yaml.Lexer().lex(text)))
    throw new YamlError('  goes too deep: no declaration has so many brackets in brackets');
  try {
    return dataOf(parsed(yaml, text));
  } catch (error) {
    if (error instanceof ReferenceError) throw new YamlError(`  has an alias: write out what it stands for`);
    throw error;
  }
}

/** YAML 1.2: "no" is a text, and so is a day. */
function parsed({ LineCounter, parseDocument }: Yaml, text: string): Document {
  const lines = new LineCounter();
  const document = parseDocument(text, { schema: 'core', prettyErrors: false, lineCounter: lines });
  // A tag that is not known is a warning.
  const faults = [...document.errors, ...document.warnings];
  if (faults.length === 0) return document;
  throw new YamlError(
    faults
      .slice(0, MOST_TOLD)
      .map((fault) => told(fault, lines))
      .join('\n'),
  );
}

function told({ pos: [start], message }: YAMLError, lines: LineCounter): string {
  const { line, col } = lines.linePos(start);
  return `  line ${line}, column ${col}: ${message}`;
}

/** Aliases could make a small text as large as memory. */
const dataOf = (document: Document): unknown => document.toJS({ maxAliasCount: 0 });

/** Lines of a stream of text, as they come; one that does not end comes in pieces. */
import type { Readable } from 'node:stream';

const MAX_LETTERS = 64 * 1024;

export function onLines(stream: Readable | null, listener: (line: string) => void): void {
  let rest = '';
  stream?.setEncoding('utf8');
  stream?.on('data', (chunk: string) => {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) listener(line);
    if (rest.length <= MAX_LETTERS) return;
    listener(rest);
    rest = '';
  });
  stream?.on('end', () => rest && listener(rest));
}

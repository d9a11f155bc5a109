/** Lines of a stream of text, as they come. */
import type { Readable } from 'node:stream';

export function onLines(stream: Readable | null, listener: (line: string) => void): void {
  let rest = '';
  stream?.setEncoding('utf8');
  stream?.on('data', (chunk: string) => {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) listener(line);
  });
  stream?.on('end', () => rest && listener(rest));
}

/** Steps on a terminal: a line for each, and below them a bar that moves. Without a terminal, lines only. */
import type { WriteStream } from 'node:tty';
import type { Steps } from './told.ts';

const WIDTH = 24;

export function terminalSteps(
  out: WriteStream | (NodeJS.WritableStream & { isTTY?: boolean }) = process.stdout,
): Steps & {
  /** Takes the bar away. */
  end(): void;
} {
  let bar = '';
  const clear = (): void => {
    if (bar) out.write('\r\u001b[K');
  };
  return {
    line(text) {
      clear();
      out.write(`${text}\n${bar}`);
    },
    progress(done, total) {
      if (!out.isTTY || total === 0) return;
      clear();
      const filled = Math.round((WIDTH * Math.min(done, total)) / total);
      bar = `trials   [${'#'.repeat(filled)}${'.'.repeat(WIDTH - filled)}] ${done}/${total}`;
      out.write(bar);
    },
    end() {
      clear();
      bar = '';
    },
  };
}

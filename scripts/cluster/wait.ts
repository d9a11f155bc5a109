/** Waits until parts of the platform are well, and says which are not when the time is over. */
import { setTimeout as pause } from 'node:timers/promises';
import { UserError } from '../cli/command.ts';
import { line, type Part } from './health/part.ts';

const EVERY_MS = 1000;

/** @throws UserError with a line for each part that is still down */
export async function untilWell(ask: () => Promise<readonly Part[]>, timeoutMs: number): Promise<void> {
  const end = Date.now() + timeoutMs;
  for (;;) {
    const down = (await ask()).filter(({ ok }) => !ok);
    if (down.length === 0) return;
    if (Date.now() >= end)
      throw new UserError(`not ready within ${timeoutMs / 1000} s:\n${down.map(line).join('\n')}`);
    await pause(EVERY_MS);
  }
}

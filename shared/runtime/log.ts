/** Logs: one JSON object a line, with the trace id of what is being handled. */
import { destination, type Logger, pino, stdTimeFunctions } from 'pino';
import { configuration } from './configuration.ts';

export type { Logger } from 'pino';

let root: Logger | undefined;

export function logger(): Logger {
  if (!root) {
    const { FUNCTION, K_REVISION, LOG_LEVEL } = configuration();
    root = pino(
      {
        level: LOG_LEVEL,
        base: { function: FUNCTION, revision: K_REVISION },
        timestamp: stdTimeFunctions.isoTime,
        formatters: { level: (level) => ({ level }) },
      },
      destination({ fd: 1, sync: false }),
    );
  }
  return root;
}

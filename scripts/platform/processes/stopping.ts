/** When a command that runs until it is told to end is told so. */

/** One Ctrl-C under npm is two signals: the terminal's and npm's. */
const ECHO_MS = 1000;

/**
 * Aborts at SIGINT, SIGTERM or SIGHUP, and, under npm, when npm is gone: whoever killed that meant us. A second
 * Ctrl-C ends the process at once.
 */
export function stopSignal(): AbortSignal {
  const stopping = new AbortController();
  let told = 0;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      if (stopping.signal.aborted && signal === 'SIGINT' && Date.now() - told > ECHO_MS) process.exit(130);
      if (!stopping.signal.aborted) told = Date.now();
      stopping.abort();
    });
  }
  const parent = process.ppid;
  if (process.env.npm_lifecycle_event) {
    setInterval(() => process.ppid === parent || stopping.abort(), 1000).unref();
  }
  return stopping.signal;
}

/** Resolves when the signal is aborted. */
export function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
}

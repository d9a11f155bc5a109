/** How a request to a pod can fail, told apart by what follows from it. */

/** The pod took no connection, so it knows nothing of the request: another one may have it. */
export class NotSent extends Error {
  override readonly name = 'NotSent';
}

export class Timeout extends Error {
  override readonly name = 'Timeout';
}

/** What went wrong on the way to a pod. */
export function connectionError(error: NodeJS.ErrnoException): Error {
  const isRefused = error.syscall === 'connect' && error.code === 'ECONNREFUSED';
  return isRefused ? new NotSent(error.message, { cause: error }) : error;
}

/** Destroys what takes longer. @returns what ends the watch */
export function timeLimit(ms: number, target: { destroy(error: Error): unknown }): () => void {
  const timer = setTimeout(() => target.destroy(new Timeout(`no answer within ${ms / 1000} s`)), ms);
  return () => clearTimeout(timer);
}

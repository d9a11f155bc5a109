/** The side of the thread: it gives its next answer whenever it is asked, and says what it refuses. */
import { parentPort } from 'node:worker_threads';
import { FormatError } from '../../formats/format-error.ts';
import type { Told } from './thread.ts';

/** @param moved what of an answer need not be copied, as it is not used any more */
export function answerWith<T>(answers: Iterator<T, undefined>, moved: (answer: T) => ArrayBuffer[]): void {
  const port = parentPort;
  if (!port) throw new Error('this runs in a thread only');
  const tell = (told: Told<T>): void => {
    port.postMessage(told, told.is === 'answer' ? moved(told.answer) : []);
    if (told.is !== 'ready' && told.is !== 'answer') port.close();
  };
  tell({ is: 'ready' });
  port.on('message', () => tell(nextOf(answers)));
}

function nextOf<T>(answers: Iterator<T, undefined>): Told<T> {
  try {
    const { done, value } = answers.next();
    return done ? { is: 'end' } : { is: 'answer', answer: value };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { is: error instanceof FormatError ? 'refusal' : 'fault', reason };
  }
}

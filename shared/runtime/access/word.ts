/** A word of the console as a credential: who asks a predictor through it. Only a Service with a data set takes one. */
import { verifyingKey } from '../../access/snapshot.ts';
import { readWord, WORD_PREFIX } from '../../access/word.ts';
import { configuration, required } from '../configuration.ts';
import { predictorOf } from '../knative/served.ts';
import type { Kind } from './kind.ts';
import { unauthorised } from './refusal.ts';

export const wordOfConsole: Kind = {
  recognises: (text) => text.startsWith(WORD_PREFIX) && isForHere(),
  principalOf(text) {
    const word = readWord(text, verifyingKey(required('ACCESS_VERIFY_KEY')));
    if (!word || word.audience !== predictorOf(required('DATASET')))
      throw unauthorised('unknown', 'this word of a console is not for here, or nobody has signed it');
    if (Date.now() >= word.expires) throw unauthorised('expired', 'this word of the console is over');
    return word.principal;
  },
};

function isForHere(): boolean {
  const { ACCESS_VERIFY_KEY, DATASET } = configuration();
  return ACCESS_VERIFY_KEY !== undefined && DATASET !== undefined;
}

/** What a mutator is: from a request that is well made, one that is not. */
import type { Random } from '../../shared/ml/random.ts';
import type { Sent } from './sent.ts';

export type Mutator = (random: Random, sent: Sent) => Sent;

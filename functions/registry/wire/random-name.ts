/** Names for runs and models to which nobody gave one, as MLflow's clients are used to: an adjective, an animal, a number. */
import { randomInt } from 'node:crypto';

const ADJECTIVES =
  'able amber brave bright calm clever crisp eager fair gentle golden grand keen kind lively lucky merry mild neat proud quick quiet silver swift';
const ANIMALS =
  'badger beaver bison crane dolphin eagle falcon finch gull hare heron ibis lark lynx marten moose otter owl plover seal stork swan tern wren';

const one = (words: string): string => {
  const all = words.split(' ');
  return all[randomInt(all.length)] ?? '';
};

export const randomName = (): string => `${one(ADJECTIVES)}-${one(ANIMALS)}-${randomInt(1000)}`;

/** What the console says of who asks is believed where it was said, and nowhere else. */
import { expect, test } from 'vitest';
import { signingKey, verifyingHalf, verifyingKey } from './snapshot.ts';
import { readWord, WORD_PREFIX, type Word, wordFor } from './word.ts';

const seed = (byte: number): string => Buffer.alloc(32, byte).toString('base64');
const ours = verifyingKey(verifyingHalf(seed(1)));
const word: Word = {
  principal: { subject: 'key:abc', name: 'Ann', roles: ['caller'], datasets: ['realtor'] },
  audience: 'predict-realtor',
  expires: 1_800_000_000_000,
};

test('a word comes back as it was said', () => {
  expect(readWord(wordFor(word, signingKey(seed(1))), ours)).toEqual(word);
});

test('one that somebody else has signed is none', () => {
  expect(readWord(wordFor(word, signingKey(seed(2))), ours)).toBeUndefined();
});

test('one of which a character is another is none', () => {
  const text = wordFor(word, signingKey(seed(1)));
  for (let at = WORD_PREFIX.length; at < text.length; at++) {
    // The last character of a text in base64 has bits that count for nothing.
    if (text[at] === '.' || at === text.length - 1 || text[at + 1] === '.') continue;
    const changed = `${text.slice(0, at)}${text[at] === 'A' ? 'B' : 'A'}${text.slice(at + 1)}`;
    expect(readWord(changed, ours), String(at)).toBeUndefined();
  }
  expect(readWord(`${text}.x`, ours)).toBeUndefined();
  expect(readWord(WORD_PREFIX, ours)).toBeUndefined();
});

test('roles that are not known here give nothing', () => {
  const later = { ...word, principal: { ...word.principal, roles: ['caller', 'emperor'] } } as Word;
  expect(readWord(wordFor(later, signingKey(seed(1))), ours)?.principal.roles).toEqual(['caller']);
});

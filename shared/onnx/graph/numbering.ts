/**
 * Numbers for the known keys of looked-up features. Texts are slow to find and long to load, so each key is found once,
 * whatever is looked up by it, and from there on everything is counting.
 */
import { type FittedKeyPart, type FittedLookup, keySeparator } from '../../ml/features/fitted.ts';

/** A column's number where the text is missing, and any key's where nobody knows it. */
export const MISSING = 0;
export const UNKNOWN = 1;
const FIRST = 2;

/** Text i has the number start + i. */
export interface Numbering {
  /** No other has it. */
  readonly name: string;
  readonly key: readonly FittedKeyPart[];
  readonly texts: readonly string[];
  readonly start: number;
  /** One more than the greatest number. */
  readonly end: number;
  readonly numbers: ReadonlyMap<string, number>;
  /** Whether a key with a missing part has the number MISSING; one of a single column always has. */
  readonly tellsMissing: boolean;
}

/** A key that falls back needs greater numbers than what it falls back to: the greatest is then the finest known. */
export class Numberings {
  readonly #known = new Map<string, Numbering[]>();
  readonly #levels = new Map<FittedLookup, readonly Numbering[]>();
  readonly #tellMissing: ReadonlySet<string>;

  /** Lookups of the most levels come first: those of fewer find numbers there that suit them too. */
  constructor(lookups: readonly FittedLookup[]) {
    // What tells of the whole key tells of its parts before.
    this.#tellMissing = new Set(
      lookups
        .filter(asksForColumns)
        .flatMap(
          ({ levels: [level] }) =>
            level?.key.map((_, at) => JSON.stringify(level.key.slice(0, at + 1))) ?? [],
        ),
    );
    const [single, several] = [1, 2].map((least) =>
      lookups.filter(({ levels }) => (least === 1 ? levels.length === 1 : levels.length >= least)),
    ) as [FittedLookup[], FittedLookup[]];
    for (const lookup of several.toSorted((a, b) => b.levels.length - a.levels.length))
      this.#levels.set(lookup, this.#falling(lookup));
    const wanted = new Map<string, Set<string>>();
    for (const { levels } of single) {
      const texts = wanted.get(nameOf(levels[0])) ?? new Set();
      for (const text of levels[0]?.keys ?? []) texts.add(text);
      wanted.set(nameOf(levels[0]), texts);
    }
    for (const lookup of single) {
      const key = lookup.levels[0]?.key ?? [];
      this.#levels.set(lookup, [this.of(key, [...(wanted.get(nameOf(lookup.levels[0])) ?? [])])]);
    }
  }

  /** For each level of a lookup, the finest first. @throws when the lookup has no level */
  levelsOf(lookup: FittedLookup): readonly Numbering[] {
    const levels = this.#levels.get(lookup) ?? [];
    if (levels.length === 0)
      throw new Error(`"${lookup.names}" is looked up by no key: it needs at least one level`);
    return levels;
  }

  /** Whether a lookup takes these numbers themselves. */
  isLevel(numbering: Numbering): boolean {
    return [...this.#levels.values()].some((levels) => levels.includes(numbering));
  }

  /** A numbering of the key that knows all of these texts, maybe more. */
  of(key: readonly FittedKeyPart[], texts: readonly string[]): Numbering {
    const present = texts.filter((text) => text !== '');
    const found = this.#all(key).find(({ numbers }) => present.every((text) => numbers.has(text)));
    return found ?? this.#make(key, present, FIRST);
  }

  /** A key that is known to more than the level would hide what is coarser: the texts have to be the same. */
  #falling({ levels }: FittedLookup): Numbering[] {
    let from = FIRST;
    const coarsestFirst = levels.toReversed().map(({ key, keys }) => {
      const found = this.#all(key).find(
        ({ start, texts, numbers }) =>
          start >= from && texts.length === keys.length && keys.every((text) => numbers.has(text)),
      );
      const numbering = found ?? this.#make(key, keys, from);
      from = numbering.end;
      return numbering;
    });
    return coarsestFirst.reverse();
  }

  #all(key: readonly FittedKeyPart[]): Numbering[] {
    return this.#known.get(JSON.stringify(key)) ?? [];
  }

  #make(key: readonly FittedKeyPart[], texts: readonly string[], start: number): Numbering {
    const made: Numbering = {
      name: `${JSON.stringify(key)} ${this.#all(key).length}`,
      key,
      texts,
      start,
      end: start + texts.length,
      numbers: new Map(texts.map((text, at) => [text, start + at])),
      tellsMissing:
        key.length === 1 ? typeof key[0] === 'string' : this.#tellMissing.has(JSON.stringify(key)),
    };
    this.#known.set(JSON.stringify(key), [...this.#all(key), made]);
    return made;
  }
}

const nameOf = (level: FittedLookup['levels'][number] | undefined): string => JSON.stringify(level?.key);

/** Such a key's own numbers tell what is missing: no column has to be asked again. */
function asksForColumns({ needsKey = false, levels: [level, ...coarser] }: FittedLookup): boolean {
  return needsKey && coarser.length === 0 && level?.key.every((part) => typeof part === 'string') === true;
}

/** The text of a key without its last part, and that part. */
export function partsOfText(text: string): readonly [string, string] {
  const at = text.lastIndexOf(keySeparator);
  return [text.slice(0, at), text.slice(at + 1)];
}

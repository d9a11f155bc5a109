/** Kinds of environment variables: what is expected of the text, and the value that it stands for. */

export interface Variable<T> {
  readonly description: string;
  /** In words, for the message and for the documentation. */
  readonly expected: string;
  /** Where it is not set, or empty. */
  readonly otherwise: T | undefined;
  /** A secret's value is told to nobody. */
  readonly secret?: true;
  /** @returns undefined when the text is not what is expected */
  read(text: string): T | undefined;
  /** What is wrong with such a text, where that is more than its kind. */
  complaint?(text: string): string;
}

/** With a default there is always a value. */
export type ValueOf<V> = V extends { readonly otherwise: undefined; read(text: string): infer T }
  ? T | undefined
  : V extends { read(text: string): infer T }
    ? Exclude<T, undefined>
    : never;

type Unset<T> = Variable<T> & { readonly otherwise: undefined };
type Set<T> = Variable<T> & { readonly otherwise: T };

export const text = (description: string): Unset<string> => ({
  description,
  expected: 'a text',
  otherwise: undefined,
  read: (given) => given,
});

export const textOr = (description: string, otherwise: string): Set<string> => ({
  ...text(description),
  otherwise,
});

export const secret = (description: string): Unset<string> => ({ ...text(description), secret: true });

export const url = (description: string): Unset<string> => ({
  description,
  expected: 'a URL that begins with http:// or https://',
  otherwise: undefined,
  read: (given) => (/^https?:\/\//.test(given) && URL.canParse(given) ? given : undefined),
});

/** What paths are put behind: without the slashes at its end. */
export const baseUrl = (description: string): Unset<string> => {
  const one = url(description);
  return { ...one, read: (given) => one.read(given)?.replace(/\/+$/, '') };
};

/** It holds a password. */
export const databaseUrl = (description: string): Unset<string> => ({
  description,
  expected: 'a URL that begins with postgres:// or postgresql://',
  otherwise: undefined,
  secret: true,
  read: (given) => (/^postgres(ql)?:\/\/\S+$/.test(given) ? given : undefined),
});

interface Range {
  readonly least: number;
  readonly most: number;
  readonly otherwise: number;
}

export const whole = (description: string, { least, most, otherwise }: Range): Set<number> => ({
  description,
  expected: `a whole number from ${least} to ${most}`,
  otherwise,
  read: (given) => inRange(/^\d{1,15}$/.test(given) ? Number(given) : Number.NaN, least, most),
});

/** A whole number where there is no default. */
export const wholeOrNone = (description: string, range: Omit<Range, 'otherwise'>): Unset<number> => ({
  ...whole(description, { ...range, otherwise: 0 }),
  otherwise: undefined,
});

export const seconds = (description: string, { least, most, otherwise }: Range): Set<number> => ({
  description,
  expected: `seconds from ${least} to ${most}`,
  otherwise,
  read: (given) => inRange(/^\d{1,15}(\.\d+)?$/.test(given) ? Number(given) : Number.NaN, least, most),
});

const inRange = (value: number, least: number, most: number): number | undefined =>
  value >= least && value <= most ? value : undefined;

export const oneOf = <const T extends string>(
  description: string,
  choices: readonly T[],
  otherwise: NoInfer<T>,
): Set<T> => ({
  description,
  expected: `one of ${choices.join(', ')}`,
  otherwise,
  read: (given) => choices.find((choice) => choice === given),
});

/** As the shares of traffic of a rollout: ascending, and in the end all of it. */
export const risingPercents = (
  description: string,
  otherwise: readonly number[],
): Set<readonly number[]> => ({
  description,
  expected: `rising percents that end in 100, as ${otherwise.join()}`,
  otherwise,
  read: (given) => {
    const steps = given.split(',').map(Number);
    const rising = steps.every((step, index) => step > (steps[index - 1] ?? 0) && step <= 100);
    return rising && steps.at(-1) === 100 ? steps : undefined;
  },
});

/** As OpenTelemetry has it: whatever is not "true", in any case of letters, is false. */
export const flag = (description: string): Set<boolean> => ({
  description,
  expected: 'true, or anything else for false',
  otherwise: false,
  read: (given) => given.toLowerCase() === 'true',
});

/** A version, or the word for whichever is in production. */
export const versionOrProduction = (description: string): Set<number | 'production'> => ({
  description,
  expected: 'the number of a version, or production',
  otherwise: 'production',
  read: (given) =>
    given === 'production' ? given : /^[1-9]\d{0,8}$/.test(given) ? Number(given) : undefined,
});

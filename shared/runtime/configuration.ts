/** What a process is told by its environment: read once, all of it checked at the first use, which is its start. */
import type { ValueOf, Variable } from './variables/kinds.ts';
import { variables } from './variables/variables.ts';

type Variables = typeof variables;
export type Configuration = { readonly [Name in keyof Variables]: ValueOf<Variables[Name]> };

let read: Configuration | undefined;

/** @throws when a variable is not what is expected, with its name, its value and what that is */
export function configuration(): Configuration {
  read ??= configurationFrom(process.env);
  return read;
}

/** A variable that this function cannot do without. @throws when it is not set */
export function required<Name extends keyof Variables>(name: Name): NonNullable<Configuration[Name]> {
  const value: Configuration[Name] = configuration()[name];
  if (value === undefined || value === null) throw new Error(`environment variable ${name} is not set`);
  return value;
}

/** An empty variable is one that is not set. @throws naming all that are wrong */
export function configurationFrom(env: NodeJS.ProcessEnv): Configuration {
  const problems: string[] = [];
  const values = Object.entries<Variable<unknown>>(variables).map(([name, variable]) => {
    const given = env[name] || undefined;
    const value = given === undefined ? variable.otherwise : variable.read(given);
    if (given !== undefined && value === undefined) problems.push(problemOf(name, variable, given));
    return [name, value];
  });
  const found = Object.fromEntries(values) as Configuration;
  if (problems.length === 0) problems.push(...problemsBetween(found));
  if (problems.length > 0) throw new Error(`environment: ${problems.join('; ')}`);
  return found;
}

function problemOf(name: string, { secret, expected, complaint }: Variable<unknown>, given: string): string {
  if (complaint) return `${name}: ${complaint(given)}`;
  return `${name} is ${secret ? 'wrong (its value is not told)' : `"${given}"`}, expected ${expected}`;
}

/** What is of use together alone. */
const TOGETHER: readonly (readonly (keyof Configuration)[])[] = [
  ['S3_ENDPOINT', 'S3_ACCESS_KEY', 'S3_SECRET_KEY'],
  ['MINIO_ROOT_USER', 'MINIO_ROOT_PASSWORD'],
];

function problemsBetween(found: Configuration): string[] {
  const isSet = (name: keyof Configuration): boolean => found[name] !== undefined;
  const halves = TOGETHER.filter((names) => names.some(isSet) && !names.every(isSet)).map(
    (names) => `${names.filter((name) => !isSet(name)).join(', ')} not set, though ${names.find(isSet)} is`,
  );
  return [...halves, ...tooLong(found)];
}

/** A rollout is the work of one request. */
function tooLong(found: Configuration): string[] {
  const { FUNCTION, REQUEST_SECONDS, ROLLOUT_STEPS, ROLLOUT_STEP_SECONDS, ROLLOUT_READY_SECONDS } = found;
  const takes = ROLLOUT_READY_SECONDS + ROLLOUT_STEPS.length * ROLLOUT_STEP_SECONDS;
  if (FUNCTION !== 'rollout' || takes <= REQUEST_SECONDS) return [];
  return [
    `a rollout would take ${takes} s (ROLLOUT_READY_SECONDS, and ROLLOUT_STEP_SECONDS for each of ROLLOUT_STEPS), ` +
      `expected at most the ${REQUEST_SECONDS} s of a request (REQUEST_SECONDS)`,
  ];
}

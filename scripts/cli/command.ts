/** What every command has in common: arguments, --help, errors a person can act on, exit codes. */
import { type ParseArgsConfig, parseArgs } from 'node:util';

/** Something the person at the terminal can mend: told in one line, without a stack. */
export class UserError extends Error {
  override readonly name = 'UserError';
}

type Options = NonNullable<ParseArgsConfig['options']>;
type Parsed<O extends Options> = ReturnType<typeof parseArgs<{ options: O; allowPositionals: true }>>;

export interface Command<O extends Options> {
  /** Printed for --help: the first line shows how it is called. */
  readonly usage: string;
  readonly options: O;
  /** How many arguments it takes, from and to. */
  readonly takes: readonly [number, number];
  /** @returns the exit code; nothing is 0 */
  run(values: Parsed<O>['values'], positionals: string[]): Promise<number | undefined>;
}

const FAILED = 1;
const MISUSED = 2;

/** Runs the command with the arguments of this process and sets its exit code. */
export async function runCommand<O extends Options>(command: Command<O>): Promise<void> {
  process.exitCode = await exitCodeOf(command, process.argv.slice(2));
}

async function exitCodeOf<O extends Options>(command: Command<O>, args: readonly string[]): Promise<number> {
  if (args.includes('--help') || args.includes('-h')) {
    console.log(command.usage);
    return 0;
  }
  try {
    const { values, positionals } = parsed(command, args);
    return (await command.run(values, positionals)) ?? 0;
  } catch (error) {
    if (!(error instanceof UserError) && !(error instanceof Misuse)) throw error;
    console.error(`error: ${error.message}`);
    return error instanceof Misuse ? MISUSED : FAILED;
  }
}

class Misuse extends Error {}

function parsed<O extends Options>(
  { options, takes, usage }: Command<O>,
  args: readonly string[],
): Parsed<O> {
  const firstLine = usage.split('\n')[0];
  let result: Parsed<O>;
  try {
    result = parseArgs({ args: [...args], options, allowPositionals: true });
  } catch (cause) {
    throw new Misuse(`${(cause as Error).message}\n${firstLine}`, { cause });
  }
  const [least, most] = takes;
  const { length } = result.positionals;
  if (length < least || length > most)
    throw new Misuse(
      `${length} arguments, expected ${least === most ? least : `${least} to ${most}`}\n${firstLine}`,
    );
  return result;
}

/** A whole number of at least `least`. @throws UserError */
export function wholeNumber(name: string, text: string | undefined, least = 0): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (!Number.isInteger(value) || value < least)
    throw new UserError(`--${name} is "${text}", expected a whole number of at least ${least}`);
  return value;
}

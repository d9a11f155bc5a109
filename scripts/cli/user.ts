/** What is kept with a change: who made it, and why. */
import { UserError } from './command.ts';

/** Who sits at the terminal. */
export const userName = (): string => process.env.USER || 'the command line';

/** @throws UserError when nobody says why */
export function givenReason(reason: string | undefined): string {
  if (!reason) throw new UserError('say why: --reason "..."');
  return reason;
}

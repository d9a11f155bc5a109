/** What the person at the terminal asked for, as the scenarios take it. */
import { UserError } from '../cli/command.ts';

export interface Settings {
  /** Requests a second; each scenario has its own default. */
  readonly rate: number | undefined;
  readonly connections: number | undefined;
  readonly seconds: number | undefined;
}

const UNITS = { ms: 0.001, s: 1, m: 60, h: 3600 } as const;

/** "90", "90s", "5m" or "1h" in seconds. @throws UserError */
export function durationOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const [, number, unit = 's'] = /^(\d+(?:\.\d+)?)(ms|s|m|h)?$/.exec(text) ?? [];
  const seconds = Number(number) * UNITS[unit as keyof typeof UNITS];
  if (seconds > 0) return seconds;
  throw new UserError(`--duration is "${text}", expected for example 90s, 5m or 1h`);
}

/** A number above 0, or from 0 on. @throws UserError */
export function positive(name: string, text: string | undefined, zeroToo = false): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (text.trim() !== '' && Number.isFinite(value) && (value > 0 || (zeroToo && value === 0))) return value;
  throw new UserError(`--${name} is "${text}", expected a number ${zeroToo ? 'from 0 on' : 'above 0'}`);
}

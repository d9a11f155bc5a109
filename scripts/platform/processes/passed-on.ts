/** What a command that runs the platform hands on of its own environment: what the functions may be told by people. */
import { settings, telemetry } from '../../../shared/runtime/variables/variables.ts';

const PASSED = Object.keys({ ...settings, ...telemetry });

export function passedOn(env: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(PASSED.flatMap((name) => (env[name] ? [[name, env[name]]] : [])));
}

/** Prometheus' own check of metrics, where it is installed. */
import { spawnSync } from 'node:child_process';

export const hasPromtool = spawnSync('promtool', ['--version']).status === 0;

/** @returns what `promtool check metrics` has to say against this text; empty when nothing */
export function complaints(text: string): string {
  const { status, stdout, stderr } = spawnSync('promtool', ['check', 'metrics'], {
    input: text,
    encoding: 'utf8',
  });
  return status === 0 ? '' : stdout + stderr;
}

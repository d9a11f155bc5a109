/** What the functions write, in one file for each service. */
import { createWriteStream, existsSync, mkdirSync, renameSync, statSync, type WriteStream } from 'node:fs';
import { join } from 'node:path';
import type { Observation } from '../metrics/observation.ts';

/** A file that has grown to this is put aside at the next start, as .1. */
const MAX_BYTES = 16 * 1024 * 1024;

export function functionLogs(folder: string): {
  write: (observation: Observation) => void;
  close: () => void;
} {
  mkdirSync(folder, { recursive: true });
  const streams = new Map<string, WriteStream>();
  const open = (service: string): WriteStream => {
    const file = join(folder, `${service}.log`);
    if (existsSync(file) && statSync(file).size > MAX_BYTES) renameSync(file, `${file}.1`);
    // On a full disk a line is lost; the next one tries again.
    return createWriteStream(file, { flags: 'a', mode: 0o600 }).on('error', () => streams.delete(service));
  };
  return {
    write: (observation) => {
      if (observation.kind !== 'log') return;
      const { service, line } = observation;
      const stream = streams.get(service) ?? open(service);
      streams.set(service, stream);
      stream.write(`${line}\n`);
    },
    close: () => {
      for (const stream of streams.values()) stream.end();
    },
  };
}

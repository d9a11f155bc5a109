/** From a posted file to a model in production, and from nothing to the demo's first price. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Figure, leftOut, realFile } from './figure.ts';
import { spanOf, wayOf, withPlatform } from './running.ts';

const FILE = 'realtor.csv.gz';

export async function chainFigures(): Promise<Figure[]> {
  return [...(await realtorFigures()), await demoFigure()];
}

async function realtorFigures(): Promise<Figure[]> {
  const file = realFile(FILE);
  if (!file) return [leftOut(`${FILE} posted -> model in production`, 's', '< 60', FILE)];
  const { report, seconds } = await withPlatform((platform) => wayOf(platform, 'realtor', file));
  const note = `${report.outcome}: ${report.training?.trials.done} trials`;
  return [
    {
      what: `${FILE} posted -> model in production`,
      value: seconds,
      unit: 's',
      goal: '< 60',
      note,
    },
    {
      what: '  of which ingest + clean + drift',
      value: spanOf(report, ['ingest', 'clean', 'drift']),
      unit: 's',
      goal: '< 6',
    },
  ];
}

async function demoFigure(): Promise<Figure> {
  const data = mkdtempSync(join(tmpdir(), 'marea-bench-'));
  const started = performance.now();
  const demo = spawn('npm', ['run', 'demo', '--', '--exit', '--port', '0', '--data', data], {
    cwd: fileURLToPath(new URL('../../', import.meta.url)),
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let seconds: number | undefined;
  demo.stdout.on('data', (chunk: Buffer) => {
    if (seconds === undefined && chunk.includes('price  ')) seconds = (performance.now() - started) / 1000;
  });
  const [status] = await once(demo, 'exit');
  rmSync(data, { recursive: true, force: true });
  return {
    what: 'npm run demo -> first price',
    value: seconds,
    unit: 's',
    goal: '< 90',
    note: `exit status ${status}`,
  };
}

/** The whole platform is killed in the middle of a chain; started again on the same folder, it goes on. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { eventually, postEvent, startTestPlatform } from './platform.ts';
import { oneTruth } from './production.ts';
import { tinyBatch } from './tiny.ts';

const root = resolve(import.meta.dirname, '..');
const data = mkdtempSync(join(tmpdir(), 'marea-restart-'));
let first: ChildProcess | undefined;

afterAll(() => {
  first?.kill('SIGKILL');
  rmSync(data, { recursive: true, force: true });
});

/** Prints its address when it takes events, and lives until it is killed. */
const program = `
  import { startTestPlatform } from './tests/platform.ts';
  const platform = await startTestPlatform({ data: ${JSON.stringify(data)} });
  console.log('at ' + platform.url + ' ');
`;

async function startedProcess(): Promise<string> {
  first = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', program], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  first.stdout?.on('data', (chunk: Buffer) => {
    output += chunk;
  });
  return await eventually(() => /at (\S+) /.exec(output)?.[1], 'the first platform');
}

test('a batch whose platform was killed in the middle of its training is brought to its end by the next', async () => {
  const batch = tinyBatch({ rows: 3000, seed: 21 });
  const url = await startedProcess();
  const uploaded = await fetch(`${url}/api/uploads/tiny/rows.csv`, { method: 'PUT', body: batch.csv });
  const { dataref } = (await uploaded.json()) as { dataref: string };
  await postEvent(url, { id: 'cut', subject: 'cut', dataset: 'tiny', dataref }, { filename: 'rows.csv' });
  await eventually(async () => {
    const answer = await fetch(`${url}/api/batches/tiny/cut`);
    return ((await answer.json()) as { stage?: string }).stage === 'training';
  }, 'the training');
  const ended = once(first as ChildProcess, 'exit');
  first?.kill('SIGKILL');
  await ended;

  const second = await startTestPlatform({ data });
  try {
    const report = await second.ended('cut');
    expect(report).toMatchObject({ received: batch.received, clean: batch.clean, outcome: 'promoted' });
    expect(report.training?.trials).toEqual({ done: 3, failed: 0, total: 3 });
    await oneTruth(second, 'tiny', 1);
  } finally {
    await second.stop();
  }
});

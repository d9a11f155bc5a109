import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { onLines } from './lines.ts';
import { lockFolder } from './lock.ts';

const folder = mkdtempSync(join(tmpdir(), 'marea-lock-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A number that no process has: it is above the highest that Linux gives. */
const DEAD = '4194305 12345';

/** Waits for a folder on its stdin, takes its lock at the moment that is given, and tells whether it has it. */
const contender = `
  import { createInterface } from 'node:readline';
  import { lockFolder } from '${import.meta.dirname}/lock.ts';
  console.log('here');
  for await (const line of createInterface({ input: process.stdin })) {
    const [folder, moment] = line.split(' ');
    while (Date.now() < Number(moment));
    try { lockFolder(folder); console.log('mine'); } catch (error) { console.log(error.message); }
  }`;

class Contender {
  private readonly child: ChildProcess;
  private readonly said: string[] = [];
  private heard: () => void = () => {};

  constructor() {
    const args = ['--import', 'tsx', '--input-type=module', '-e', contender];
    this.child = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'inherit'] });
    onLines(this.child.stdout, (line) => {
      this.said.push(line);
      this.heard();
    });
  }

  take(data: string, moment: number): void {
    this.child.stdin?.write(`${data} ${moment}\n`);
  }

  async answer(): Promise<string> {
    while (this.said.length === 0)
      await new Promise<void>((resolve) => {
        this.heard = resolve;
      });
    return this.said.shift() ?? '';
  }

  end(): void {
    this.child.stdin?.end();
  }
}

test('of four that start at once over a stale lock one has the folder, in each of 50 rounds', async () => {
  const four = Array.from({ length: 4 }, () => new Contender());
  await Promise.all(four.map((one) => one.answer()));
  for (let round = 0; round < 50; round++) {
    const data = join(folder, String(round));
    mkdirSync(data);
    // Half of them as an earlier release left it.
    writeFileSync(join(data, round % 2 ? 'platform.lock' : 'platform.lock.7'), DEAD);
    const moment = Date.now() + 20;
    for (const one of four) one.take(data, moment);
    const answers = await Promise.all(four.map((one) => one.answer()));
    expect(answers.filter((answer) => answer === 'mine')).toHaveLength(1);
    expect(
      answers.filter((answer) => / is used by another platform \(process \d+\)/.test(answer)),
    ).toHaveLength(3);
    expect(readdirSync(data)).toEqual([round % 2 ? 'platform.lock.1' : 'platform.lock.8']);
  }
  for (const one of four) one.end();
});

test('a folder that was given free may be had again, and leaves no more than one file', () => {
  const data = join(folder, 'again');
  for (let round = 0; round < 3; round++) {
    const release = lockFolder(data);
    expect(() => lockFolder(data)).toThrow(`used by another platform (process ${process.pid})`);
    release();
    expect(readdirSync(data)).toHaveLength(1);
  }
});

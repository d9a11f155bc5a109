/** The section "Data flow" of CONTRIBUTING.md, as data: names are what it has in code, without the prefix dev.marea. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export interface Flow {
  /** Types of events, and WAYS. */
  readonly takes: readonly string[];
  readonly emits: readonly string[];
  /** Tables, and buckets as s3://bucket. */
  readonly writes: readonly string[];
}

export interface DataFlow {
  readonly functions: Readonly<Record<string, Flow>>;
  readonly jobs: readonly string[];
  /** What every stage does, beside what is in its row. */
  readonly everyStage: readonly string[];
  /** Tables that a reset leaves alone. */
  readonly keptByReset: readonly string[];
}

/** What a function takes that is no event of the chain. */
export const WAYS = ['HTTP', 'ping', 'dead letters'];

export function readDataFlow(): DataFlow {
  const section = sectionOf(
    readFileSync(fileURLToPath(new URL('../../CONTRIBUTING.md', import.meta.url)), 'utf8'),
  );
  const rows = [...section.matchAll(/^\| `([^`]+)` +\|(.*)\|$/gm)].map(([, name = '', rest = '']) => ({
    name,
    cells: rest.split('|'),
  }));
  const flows = rows.filter(({ cells }) => cells.length === 3);
  return {
    functions: Object.fromEntries(flows.map(({ name, cells }) => [name, flowOf(cells)])),
    jobs: rows.filter(({ cells }) => cells.length === 1).map(({ name }) => name),
    everyStage: inCode(paragraph(section, 'Every stage')),
    keptByReset: inCode(paragraph(section, 'A reset').replace(/^.*? but /s, '')),
  };
}

function sectionOf(text: string): string {
  const [, section] = /^## Data flow\n(.*?)^## /ms.exec(text) ?? [];
  if (!section) throw new Error('CONTRIBUTING.md has no section "Data flow"');
  return section;
}

function flowOf([takes = '', emits = '', writes = '']: readonly string[]): Flow {
  const ways = WAYS.filter((way) => new RegExp(`\\b${way}\\b`).test(takes.replace(/`[^`]*`/g, '')));
  return { takes: [...inCode(takes), ...ways].sort(), emits: inCode(emits), writes: inCode(writes) };
}

function paragraph(section: string, beginning: string): string {
  const found = section.split('\n\n').find((text) => text.startsWith(beginning));
  if (!found) throw new Error(`"Data flow" has no paragraph that begins with "${beginning}"`);
  return found;
}

const inCode = (text: string): string[] =>
  [...text.matchAll(/`([^`]+)`/g)].map(([, word = '']) => word).sort();

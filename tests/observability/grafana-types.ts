/**
 * Grafana has no JSON schema of its dashboards to be had; its types are generated from the same source. So each
 * dashboard is written into a module as a literal of those types, and the compiler says what does not fit: a value of
 * another type, a word that is none of an enumeration's, a property that nobody knows.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Dashboard } from '@grafana/grafana-foundation-sdk/dashboard';
import { panelsOf } from '../../scripts/dashboards/queries.ts';

const root = resolve(import.meta.dirname, '../..');
const TYPES = resolve(root, 'node_modules/@grafana/grafana-foundation-sdk/dist');
const COMPILER = resolve(root, 'node_modules/.bin/tsc');
const PLUGINS = ['stat', 'timeseries', 'statetimeline', 'bargauge', 'heatmap'];
/** Plugins whose panels have settings of their own for a field. */
const WITH_FIELDS = ['timeseries', 'statetimeline', 'heatmap'];

/** @returns the compiler's complaints, none when all is well */
export function faultsAgainstTypes(boards: readonly Dashboard[]): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'marea-types-'));
  try {
    for (const name of ['common', 'dashboard', 'prometheus', ...PLUGINS]) {
      mkdirSync(join(folder, name));
      const types = readFileSync(join(TYPES, name, 'types.gen.d.ts'), 'utf8');
      writeFileSync(join(folder, name, 'index.ts'), literal(types));
    }
    mkdirSync(join(folder, 'cog'));
    writeFileSync(
      join(folder, 'cog', 'index.ts'),
      "export type Dataquery = import('../prometheus').Dataquery;\n",
    );
    writeFileSync(
      join(folder, 'boards.ts'),
      boards.map(moduleOf).reduce((all, text) => all + text, imports()),
    );
    const flags = [
      '--noEmit',
      '--strict',
      '--module',
      'nodenext',
      '--types',
      '',
      '--allowImportingTsExtensions',
    ];
    const { status, stdout } = spawnSync(COMPILER, [...flags, 'boards.ts'], {
      cwd: folder,
      encoding: 'utf8',
    });
    return status === 0 ? [] : stdout.trim().split('\n');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** JSON has the words of an enumeration, not its members; and no functions. */
function literal(types: string): string {
  const members = new Map<string, string>();
  const unions = types.replaceAll(
    /export declare enum (\w+) \{([^}]*)\}/g,
    (_, name: string, body: string) => {
      const values = [...body.matchAll(/(\w+) = ("[^"]*"|-?\d+)/g)];
      for (const [, member, value = ''] of values) members.set(`${name}.${member}`, value);
      return `export type ${name} = ${values.map(([, , value]) => value).join(' | ')};`;
    },
  );
  return unions
    .replaceAll(/\b[A-Z]\w+\.[A-Z]\w*/g, (member) => members.get(member) ?? member)
    .replaceAll(/^.*_implementsDataqueryVariant.*$/gm, '');
}

const imports = (): string =>
  ['dashboard', ...PLUGINS].map((name) => `import type * as ${name} from './${name}';\n`).join('');

/** What a panel's plugin decides is `any` in the type of a panel: checked beside it. */
function moduleOf(board: Dashboard, index: number): string {
  const parts = panelsOf(board).flatMap(({ id, type: plugin, options, fieldConfig }) => {
    const type = plugin.replace('-', '');
    const name = `panel${index}_${id}`;
    const settings = `export const ${name}: ${type}.Options = ${JSON.stringify(options)};\n`;
    const field = JSON.stringify(fieldConfig?.defaults.custom);
    return WITH_FIELDS.includes(type)
      ? [settings, `export const ${name}_field: ${type}.FieldConfig = ${field};\n`]
      : [settings];
  });
  return `export const board${index}: dashboard.Dashboard = ${JSON.stringify(board)};\n${parts.join('')}`;
}

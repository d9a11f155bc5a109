/** What the code and the manifests say of functions: which events they take and emit. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readManifests } from '../../scripts/platform/manifests/manifests.ts';
import type { EventType } from '../../shared/events/event.ts';
import * as types from '../../shared/events/types.ts';
import type { Stage } from '../../shared/runtime/stage.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const byName = new Map(
  Object.entries<unknown>(types).flatMap(([name, type]): [string, EventType][] =>
    isType(type) ? [[name, type]] : [],
  ),
);

function isType(value: unknown): value is EventType {
  return typeof value === 'object' && value !== null && 'type' in value && 'schema' in value;
}

const isStage = (value: unknown): value is Stage =>
  typeof value === 'object' && value !== null && 'on' in value && 'emits' in value && 'take' in value;

/** Of its index.ts; none for a function that is no stage. */
export async function stagesOf(name: string): Promise<Stage[]> {
  const index = (await import(join(root, 'functions', name, 'index.ts'))) as Record<string, unknown>;
  return Object.values(index).filter(isStage);
}

export const words = (of: readonly EventType[]): string[] => [...new Set(of.map(word))].sort();
const word = ({ type }: Pick<EventType, 'type'>): string => type.replace('dev.marea.', '');

/** What brokers and clocks send it: types of events, "ping", "dead letters"; "HTTP" when nothing does. */
export function sentTo(name: string): string[] {
  const sent = [...new Set([...byTriggers(name), ...byOthers(name)])].sort();
  return sent.length > 0 ? sent : ['HTTP'];
}

const manifests = readManifests(
  ['knative/base', 'eventing/base', 'eventing/collect'].map((folder) => join(root, folder)),
);

function byTriggers(name: string): string[] {
  const own = manifests.triggers.filter(({ spec }) => spec.subscriber.ref?.name === name);
  const filters = JSON.stringify(own.map(({ spec: { filter, filters } }) => ({ filter, filters })));
  return isDeadLetterSink(name)
    ? []
    : [...filters.matchAll(/dev\.marea\.([a-z.-]+)/g)].map(([, type = '']) => type);
}

function byOthers(name: string): string[] {
  const isPinged = manifests.pingSources.some(({ spec }) => spec.sink.ref?.name === name);
  return [...(isPinged ? ['ping'] : []), ...(isDeadLetterSink(name) ? ['dead letters'] : [])];
}

const isDeadLetterSink = (name: string): boolean =>
  manifests.brokers.some(({ spec }) => spec?.delivery?.deadLetterSink?.ref?.name === name);

/**
 * Types that the sources of a function name as values, they or what they use of `runtime`, for anything else than to
 * compare with them: who makes an event has to.
 */
export function named(name: string): string[] {
  const own = readdirSync(join(root, 'functions', name), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !/\.test\.ts$|fixtures/.test(file))
    .map((file) => join(root, 'functions', name, file));
  return words([...own, ...own.flatMap(runtimeOf)].flatMap(namedIn));
}

export const namedByRuntime = (file: string): string[] => words(runtimeOf(join(root, file)).flatMap(namedIn));

/** Modules of `runtime` that a file imports. */
function runtimeOf(file: string): string[] {
  return [...readFileSync(file, 'utf8').matchAll(/ from '(\.[^']*)';$/gm)]
    .map(([, path = '']) => resolve(dirname(file), path))
    .filter((path) => path.startsWith(join(root, 'shared/runtime/')));
}

function namedIn(file: string): EventType[] {
  const text = readFileSync(file, 'utf8');
  const [whole = '', names = ''] = /^import \{([^}]*)\} from '[^']*events\/types\.ts';$/m.exec(text) ?? [];
  const rest = text.replace(whole, '').replace(/[!=]== \w+\.type\b/g, '');
  return names.split(',').flatMap((name) => {
    const type = byName.get(name.trim());
    return type && new RegExp(`\\b${name.trim()}\\b`).test(rest) ? [type] : [];
  });
}

/** The documentation of the variables, in Markdown: made from what checks them. */
import type { Variable } from './kinds.ts';
import { place, settings, telemetry } from './variables.ts';

type Group = Readonly<Record<string, Variable<unknown>>>;

/** What stands in the README between its two marks. */
export function tables(): string {
  return [
    ...section('What you may set:', settings),
    ...section('Traces, as OpenTelemetry has it:', telemetry),
    ...section('What the manifests, Knative or the embedded platform set:', place),
  ].join('\n');
}

function section(title: string, group: Group): string[] {
  const rows = Object.entries(group).map(
    ([name, { expected, otherwise, description }]) =>
      `| \`${name}\` | ${expected} | ${otherwise === undefined ? '' : `\`${otherwise}\``} | ${description} |`,
  );
  return [title, '', '| variable | expected | default | what it is |', '|---|---|---|---|', ...rows, ''];
}

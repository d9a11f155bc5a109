/** Label and field selectors of the Kubernetes API. */

interface Selected {
  readonly metadata: {
    readonly name: string;
    readonly labels?: Readonly<Record<string, string>>;
  };
}

/** Does the resource fit labelSelector and fieldSelector of this query? @throws on a form that is not known here. */
export function isSelected({ metadata }: Selected, query: URLSearchParams): boolean {
  const labels = metadata.labels ?? {};
  const terms = split(query.get('labelSelector'));
  const fields = split(query.get('fieldSelector'));
  return (
    terms.every((term) => fits(labels, term)) &&
    fields.every((term) => fits({ 'metadata.name': metadata.name }, term))
  );
}

function fits(values: Readonly<Record<string, string>>, term: string): boolean {
  const match = /^(!?)([\w./-]+)\s*(?:(==|=|!=)\s*([\w.-]*))?$/.exec(term);
  if (!match) throw new Error(`selector "${term}": expected name=value, name!=value, name or !name`);
  const [, not, name = '', operator, value] = match;
  if (operator === '!=') return values[name] !== value;
  if (operator) return values[name] === value;
  return name in values !== (not === '!');
}

const split = (text: string | null): string[] => text?.split(',').filter(Boolean) ?? [];

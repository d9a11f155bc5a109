/** The graph: nodes at fixed places, so that one learns where to look; an edge is lit while something goes over it. */
import { useEffect, useState } from 'preact/hooks';
import { place, say, withQuery } from '../../shell/place.ts';
import { t } from '../../texts/texts.ts';
import { edgePath } from './edge.ts';
import { EDGES, type Layout, NARROW, type Node, SIZE, stateOf, WIDE } from './nodes.ts';
import { linesOf } from './words.ts';

export interface GraphProps {
  readonly nodes: readonly Node[];
  readonly chosen: string | undefined;
}

export function Graph({ nodes, chosen }: GraphProps) {
  const isNarrow = useNarrow();
  const layout = isNarrow ? NARROW : WIDE;
  return (
    <svg
      class={isNarrow ? 'graph narrow' : 'graph'}
      viewBox={`0 0 ${layout.width} ${layout.height}`}
      aria-label={t().pipeline.graph}
    >
      <defs>
        <marker
          id="arrow"
          viewBox="0 0 8 8"
          refX="7"
          refY="4"
          markerWidth="10"
          markerHeight="10"
          markerUnits="userSpaceOnUse"
          orient="auto"
        >
          <path d="M0 0L8 4L0 8z" />
        </marker>
      </defs>
      {EDGES.map((edge) => (
        <Edge key={edge.join(' ')} edge={edge} layout={layout} nodes={nodes} />
      ))}
      {nodes.map((node) => (
        <One key={node.name} node={node} layout={layout} isChosen={node.name === chosen} />
      ))}
    </svg>
  );
}

const SMALL = '(max-width: 1020px)';

function useNarrow(): boolean {
  const [isNarrow, setNarrow] = useState(() => matchMedia(SMALL).matches);
  useEffect(() => {
    const query = matchMedia(SMALL);
    const follow = (): void => setNarrow(query.matches);
    query.addEventListener('change', follow);
    return () => query.removeEventListener('change', follow);
  }, []);
  return isNarrow;
}

interface EdgeProps {
  readonly edge: readonly [string, string];
  readonly layout: Layout;
  readonly nodes: readonly Node[];
}

function Edge({ edge: [from, to], layout: { places }, nodes }: EdgeProps) {
  const [begin, end] = [places[from], places[to]];
  const into = nodes.find(({ name }) => name === to)?.stage;
  if (!begin || !end) return null;
  const isLit = into !== undefined && into.waiting + into.inFlight > 0;
  return <path class={isLit ? 'edge lit' : 'edge'} d={edgePath(begin, end)} marker-end="url(#arrow)" />;
}

interface OneProps {
  readonly node: Node;
  readonly layout: Layout;
  readonly isChosen: boolean;
}

function One({ node, layout: { places }, isChosen }: OneProps) {
  const [x, y] = places[node.name] ?? [0, 0];
  const lines = linesOf(node);
  const query = new URLSearchParams(place.value.query);
  query.set('stage', node.name);
  return (
    <a
      href={withQuery(place.value.path, query)}
      class={`node ${stateOf(node)}`}
      aria-current={isChosen ? 'true' : undefined}
      onClick={(event) => {
        if (event.ctrlKey || event.metaKey || event.shiftKey) return;
        event.preventDefault();
        say({ stage: isChosen ? undefined : node.name });
      }}
    >
      <rect x={x} y={y} width={SIZE.width} height={SIZE.height} rx="8" />
      <text y={y + 22}>
        <tspan class="name" x={x + 12}>
          {node.name}
        </tspan>
        {lines.map((line, index) => (
          <Line key={line} text={line} x={x + 12} y={y + 41 + index * 17} />
        ))}
      </text>
    </a>
  );
}

/** For who hears it the lines are words of one text, each apart from the one before. */
const Line = ({ text, x, y }: { readonly text: string; readonly x: number; readonly y: number }) => (
  <>
    {' '}
    <tspan x={x} y={y}>
      {text}
    </tspan>
  </>
);

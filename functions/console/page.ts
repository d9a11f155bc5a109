/** What a browser finds at the bare host. */
import { ANYBODY, type Principal, reaches } from '../../shared/access/principal.ts';
import type { Dataset } from '../../shared/datasets/declaration.ts';
import { datasets } from '../../shared/datasets/index.ts';
import { escaped } from '../../shared/page/html.ts';
import { pageHeaders } from '../../shared/page/policy.ts';
import type { Answer, HttpRequest } from '../../shared/runtime/http/http.ts';

const READING = [
  ['/api/datasets', 'the data sets'],
  ['/api/status?dataset=<dataset>', 'batches, models, what is stalled or in dead letters'],
  ['/api/batches/<dataset>/<id>', 'one batch, stage by stage'],
  ['/api/batches/<dataset>/<id>/trace', 'the same as a story, event by event'],
  ['/api/trainings/<dataset>/<run>', 'a training that was asked for'],
  ['/api/models/<dataset>', 'versions and their history'],
  [
    '/models/<dataset>/<version or production>/card',
    'the card of a model: what it is, how well it does and where it does not',
  ],
  ['/api/drift?dataset=<dataset>', 'drift checks'],
  ['/api/dead-letters', 'what could not be delivered'],
  ['/api/audit', 'who has changed what, and why'],
] as const;
const CHANGING = [
  ['PUT /api/uploads/<dataset>/<filename>', 'take a file into the object store'],
  ['POST /api/datasets/<dataset>/train {"reason": "..."}', 'train now'],
  [
    'POST /api/datasets/<dataset>/reset {"confirm": "<dataset>", "reason": "..."}',
    'drop all of a data set: rows, models, objects',
  ],
  ['POST /api/batches/<dataset>/<id>/retract {"reason": "..."}', 'take a batch back'],
  ['POST /api/dead-letters/<id>/replay {"reason": "..."}', 'send one again'],
  ['POST /api/dead-letters/replay {"reason": "..."}', 'send all again'],
  ['POST /api/dead-letters/<id>/discard {"reason": "..."}', 'give one up'],
  [
    'POST /api/dead-letters/discard {"type": "...", "dataset": "...", "reason": "..."}',
    'give up all of a kind, or with {"all": true, "reason": "..."} each of them',
  ],
] as const;

export function page({ principal }: HttpRequest): Answer {
  const known = datasets().filter(({ name }) => reaches(principal, name));
  const body = framed(`${whoIs(principal)}
<ul>
${known.map(served).join('\n')}
</ul>
<h2>To read</h2>
<ul>
${READING.map(([path, what]) => `<li>${link(path)}: ${what}</li>`).join('\n')}
</ul>
<h2>To change</h2>
<ul>
${CHANGING.map(([call, what]) => `<li><code>${escaped(call)}</code>: ${escaped(what)}</li>`).join('\n')}
</ul>`);
  return { status: 200, headers: pageHeaders({ styles: [STYLE], sends: true }), body };
}

/** Who this is for. Only a session can be ended here: whoever shows a key with each request shows none with the next. */
function whoIs({ subject, name }: Principal): string {
  return subject === ANYBODY.subject
    ? '<p>Open to everybody on this machine: there is no key yet (<code>npm run key -- create --name me --role admin</code>).</p>'
    : `<form method="post" action="/signout"><p>Signed in as ${escaped(name)}. <button>Sign out</button></p></form>`;
}

function served({ name, title }: Dataset): string {
  const status = `<a href="/api/status?dataset=${name}">status</a>, <a href="/models/${name}/production/card">model card</a>`;
  return `<li><a href="/services/predict-${name}/docs">predict-${name}</a>: ${escaped(title)} (${status})</li>`;
}

const STYLE = `:root{color-scheme:light dark}body{font:16px/1.5 system-ui,sans-serif;max-width:48rem;margin:2rem auto;padding:0 1rem}
ul{padding-left:1.2rem}li{margin:.2rem 0}code{font-size:.9em;overflow-wrap:anywhere}`;

const framed = (lists: string): string => `<!doctype html>
<html lang="en">
<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Marea</title>
<link rel="icon" href="data:,">
<style>${STYLE}</style>
<h1>Marea</h1>
<p>Every pipeline stage and the predictor is a stateless function. Events go to <code>POST /ingest</code>;
predictions come from the services below.</p>
${lists}
</html>
`;

function link(path: string): string {
  return path.includes('<')
    ? `<code>${escaped(path)}</code>`
    : `<a href="${path}"><code>${escaped(path)}</code></a>`;
}

/** GET /docs: one page that explains the service and lets people try it; all of it is in the page, so it works offline. */
import type { Dataset } from '../../../shared/datasets/declaration.ts';
import { featureWords } from '../../../shared/datasets/feature-words.ts';
import { escaped } from '../../../shared/page/html.ts';
import { pageHeaders } from '../../../shared/page/policy.ts';
import { asksForCredentials } from '../../../shared/runtime/access/authenticate.ts';
import type { Answer } from '../../../shared/runtime/http/http.ts';
import type { ModelMetadata } from '../../../shared/tracking/artifact.ts';
import type { Service } from '../service.ts';
import { fieldsOf } from './form.ts';
import { script } from './script.ts';
import { style } from './style.ts';

/** One style and one script, the same for all. */
const HEADERS = pageHeaders({ styles: [style], scripts: [script], asks: true });

export async function docs({ dataset, versions }: Service): Promise<Answer> {
  const asks = await asksForCredentials();
  const metadata = versions.current?.metadata;
  const serving = metadata
    ? `Version ${metadata.version} (${escaped(metadata.family ?? 'model')}) answers now.`
    : 'No model yet: the first one is served as soon as it is promoted.';
  const target = dataset.columns[dataset.target.column];
  const body = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(dataset.title)}: predictions</title>
<link rel="icon" href="data:,">
<style>${style}</style>
</head>
<body>
<header>
<h1>${escaped(dataset.title)}</h1>
<p>${escaped(dataset.description)} This service predicts <b>${escaped(target?.label ?? dataset.target.column)}</b>. ${serving}</p>
</header>
<main>
<section aria-labelledby="try">
<h2 id="try">Try it</h2>
<p>${metadata ? 'These are the fields that the model uses. ' : ''}Leave out what you do not know.</p>
<form id="form">
<div class="fields">${fieldsOf(dataset, metadata)}</div>
${asks ? keyField : ''}
<button name="predict">Predict</button>
<button name="explain" class="plain">Explain</button>
<button name="comparables" class="plain">Compare</button>
</form>
<output id="answer" aria-live="polite" data-label="${escaped(target?.label ?? '')}" data-unit="${escaped(target?.unit ?? '')}" data-target="${escaped(dataset.target.column)}" data-words="${escaped(words(dataset, metadata))}" hidden></output>
</section>
<section aria-labelledby="calls">
<h2 id="calls">From the command line</h2>
${asks ? '<p>Each call shows who asks: the API key is in the variable <code>MAREA_KEY</code> here.</p>' : ''}
${calls(dataset, asks ? 'curl -s -H "authorization: Bearer $MAREA_KEY"' : 'curl -s')}
<p>Each answered row has a <code>request_id</code>; the caller’s own <code>x-request-id</code> (or the <code>id</code> of
an inference request) is kept in it, and the rows of a larger request are <code>&lt;id&gt;-0</code>, <code>&lt;id&gt;-1</code>, …
Of two requests with the same id the log keeps the first. Feedback is kept in any case; <code>"known": false</code> says that
the replica that took it did not answer that prediction lately: another one may have, or the id is wrong.</p>
<p>The whole contract: <a href="openapi.json">openapi.json</a>. Open Inference Protocol v2:
<a href="v2/models/${escaped(dataset.name)}">v2/models/${escaped(dataset.name)}</a>.</p>
</section>
</main>
<script>${script}</script>
</body>
</html>`;
  return { status: 200, headers: HEADERS, body };
}

/** How people call columns and features, as JSON. */
function words(dataset: Dataset, metadata: ModelMetadata | undefined): string {
  const columns = Object.entries(dataset.columns).map(([name, { label, unit }]) => [name, { label, unit }]);
  const features = (metadata?.featureNames ?? []).map((name) => [name, featureWords(dataset, name)]);
  return JSON.stringify({ columns: Object.fromEntries(columns), features: Object.fromEntries(features) });
}

/** Kept in the page alone, and gone with it; without one the browser sends what it was asked for when it came here. */
const keyField = `<label class="key"><span>API key</span>
<input id="key" type="password" placeholder="marea_..." title="sent with what you try here, and kept nowhere" autocomplete="off" spellcheck="false"></label>`;

/** Lines to paste, that begin so; the script puts the address of this page in place of BASE. */
function calls(dataset: Dataset, curl: string): string {
  const example = JSON.stringify(dataset.example).replaceAll("'", "'\\''");
  const [filter] = dataset.listed.filter((name) => name in dataset.example);
  const lines = [
    ['One row', `curl -s BASE/predict -H 'content-type: application/json' -d '${example}'`],
    ['Many rows', `curl -s BASE/batch_predict -H 'content-type: application/json' -d '[${example}]'`],
    [
      'Many rows from a CSV file',
      `curl -s BASE/batch_predict -H 'content-type: text/csv' --data-binary @rows.csv`,
    ],
    ['Why this answer', `curl -s BASE/explain -H 'content-type: application/json' -d '${example}'`],
    ['What matters to the model', 'curl -s BASE/importance'],
    [
      'What it learned from that was like this',
      `curl -s 'BASE/comparables?k=5' -H 'content-type: application/json' -d '${example}'`,
    ],
    [
      'What turned out to be true, by the request_id of the answer',
      `curl -s BASE/feedback -H 'content-type: application/json' -d '{"request_id": "...", "actual": ${actual(dataset)}}'`,
    ],
    [
      'The same for all rows of one request, in order (null: not known yet)',
      `curl -s BASE/feedback -H 'content-type: application/json' -d '{"request_id": "...", "actuals": [${actual(dataset)}, null]}'`,
    ],
    ['The model', 'curl -s BASE/model'],
    ['What was asked before', `curl -s 'BASE/predictions/history?limit=10${historyFilter(dataset, filter)}'`],
  ];
  return lines
    .map(
      ([title, line]) =>
        `<h3>${title}</h3><pre><code>${escaped(line?.replace(/^curl -s/, () => curl) ?? '')}</code></pre>`,
    )
    .join('\n');
}

const actual = ({ target }: Dataset): string =>
  target.task === 'regression' ? '325000' : JSON.stringify(target.classes[0] ?? '');

const historyFilter = ({ example }: Dataset, name: string | undefined): string =>
  name === undefined ? '' : `&${encodeURIComponent(name)}=${encodeURIComponent(String(example[name]))}`;

/**
 * The page of the console: the same for each of its paths, as what is shown there is for its script to say. It holds
 * nothing of anybody.
 */
import { pageHeaders } from '../../shared/page/policy.ts';
import type { Answer } from '../../shared/runtime/http/http.ts';
import type { Routes } from '../../shared/runtime/http/router.ts';
import { ROOMS } from './rooms.ts';
import { type Web, web, webFile } from './static.ts';

const HEADERS = {
  ...pageHeaders({ loads: true, asks: true, sends: true }),
  // Which files it begins with changes with each release.
  'cache-control': 'no-cache',
};

export async function page(): Promise<Answer> {
  return { status: 200, headers: HEADERS, body: pageOf(await web()) };
}

/** Whoever may ask for anything here has the page for it. */
const forAll = (handle: typeof page | typeof webFile) =>
  ({ needs: 'describe', about: 'each', handle }) as const;

export const pageRoutes: Routes = {
  ...Object.fromEntries(ROOMS.map((room) => [`GET /${room}*`, forAll(page)])),
  'GET /web/*': forAll(webFile),
};

const pageOf = ({ script, style, preload }: Web): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Marea</title>
<link rel="icon" href="${ICON}">
<link rel="stylesheet" href="/web/${style}">
${preload.map((name) => `<link rel="modulepreload" href="/web/${name}">\n`).join('')}<script type="module" src="/web/${script}"></script>
</head>
<body>
<div id="app"><header class="head"><button type="button" class="quiet menu" disabled aria-hidden="true">☰</button><span class="brand">${WAVES} Marea</span></header></div>
<noscript><p>This page needs JavaScript. The same can be asked for with <code>npm run status</code>, or at <a href="/api/datasets">/api/datasets</a>.</p></noscript>
</body>
</html>
`;

/** As the head of the shell has it (web/shell/head.tsx): it stands there before the script is. */
const WAVES =
  '<svg viewBox="0 0 32 32" width="24" height="24" aria-hidden="true"><path d="M3 12q4.3-6 8.6 0t8.7 0 8.7 0M3 21q4.3-6 8.6 0t8.7 0 8.7 0" class="waves"/></svg>';

/** The tide: two waves. */
const ICON = `data:image/svg+xml,${encodeURIComponent(
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="7" fill="#0b6478"/><path d="M4 14q4-5 8 0t8 0 8 0M4 21q4-5 8 0t8 0 8 0" fill="none" stroke="#fff" stroke-width="3" stroke-linecap="round"/></svg>',
)}`;

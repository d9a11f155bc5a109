/** The page at which people sign in: with a key, or at the issuer where there is one. */

import { escaped } from '../../../shared/page/html.ts';
import { pageHeaders } from '../../../shared/page/policy.ts';
import type { Answer } from '../../../shared/runtime/http/http.ts';

/** As the console looks, in the little that is needed here: nothing of it is loaded for who is nobody yet. */
const STYLE = `:root{color-scheme:light dark;--ground:#f4f7f8;--raised:#fff;--ink:#12232d;--line:#d5dee2;--edge:#75868f;--accent:#0b6478;--on:#fff;--bad:#b3261e;--focus:#1668dc}
@media(prefers-color-scheme:dark){:root{--ground:#0d161b;--raised:#15212a;--ink:#e4edf1;--line:#263741;--edge:#71848f;--accent:#5cc3d8;--on:#06212a;--bad:#ff958a;--focus:#7ab8ff}}
*{box-sizing:border-box}body{margin:0;background:var(--ground);color:var(--ink);font:15px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans","DejaVu Sans",sans-serif}
main{max-width:25rem;margin:14vh auto 0;padding:1.5rem 1.75rem 1.75rem;border:1px solid var(--line);border-radius:12px;background:var(--raised)}
h1{display:flex;gap:.6rem;align-items:center;margin:0 0 1rem;font-size:1.5rem;letter-spacing:-.01em}svg{fill:none;stroke:var(--accent);stroke-width:3.4;stroke-linecap:round}
label{display:block;margin:1rem 0 .25rem;font-weight:550}input,button,a.button{display:block;width:100%;padding:.5rem .75rem;border:1px solid var(--edge);border-radius:6px;background:none;color:inherit;font:inherit;text-align:center;text-decoration:none}
input{text-align:left}button,a.button{margin-top:.75rem;cursor:pointer}button{border-color:var(--accent);background:var(--accent);color:var(--on);font-weight:600}
[role=alert]{margin:0 0 1rem;padding-left:.75rem;border-left:4px solid var(--bad)}:focus-visible{outline:3px solid var(--focus);outline-offset:2px}
@media(max-width:30rem){main{margin:0;min-height:100vh;border:0;border-radius:0}}`;

const WAVES =
  '<svg viewBox="0 0 32 32" width="30" height="30" aria-hidden="true"><path d="M3 12q4.3-6 8.6 0t8.7 0 8.7 0M3 21q4.3-6 8.6 0t8.7 0 8.7 0"/></svg>';

export interface SignInPage {
  /** Host of the issuer, where there is one. */
  readonly issuer: string | undefined;
  /** Where somebody wanted to go. */
  readonly to?: string | undefined;
  /** What went wrong before. */
  readonly problem?: string;
  readonly status?: number;
}

export function signInPage({ issuer, to, problem, status = 200 }: SignInPage): Answer {
  const body = `<!doctype html>
<html lang="en">
<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Sign in: Marea</title>
<link rel="icon" href="data:,">
<style>${STYLE}</style>
<main>
<h1>${WAVES} Marea</h1>
${problem ? `<p role="alert">${escaped(problem)}</p>` : ''}
${issuer ? `<a class="button" href="/signin/issuer">Sign in at ${escaped(issuer)}</a>` : ''}
<form method="post" action="/signin">
${to ? `<input type="hidden" name="to" value="${escaped(to)}">` : ''}
<label for="key">API key</label>
<input id="key" name="key" type="password" autocomplete="current-password" required spellcheck="false">
<button>Sign in with a key</button>
</form>
</main>
</html>
`;
  return {
    status,
    headers: { ...pageHeaders({ styles: [STYLE], sends: true }), 'cache-control': 'no-store' },
    body,
  };
}

/**
 * Goes on to the console by itself: a cookie that is for this site alone is not sent with a request that another site
 * has led here, but is with the next one, which this page makes.
 */
export function arrivedPage(cookies: string): Answer {
  const body = `<!doctype html>
<html lang="en"><meta charset="utf-8"><meta http-equiv="refresh" content="0; url=/"><title>Marea</title>
<p><a href="/">Go on to the console</a></p></html>
`;
  return {
    status: 200,
    headers: { ...pageHeaders({}), 'cache-control': 'no-store', 'set-cookie': cookies },
    body,
  };
}

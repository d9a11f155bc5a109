/** The page at which people sign in: with a key, or at the issuer where there is one. */

import { escaped } from '../../../shared/page/html.ts';
import { pageHeaders } from '../../../shared/page/policy.ts';
import type { Answer } from '../../../shared/runtime/http/http.ts';

const STYLE = `:root{color-scheme:light dark}body{font:16px/1.5 system-ui,sans-serif;max-width:24rem;margin:15vh auto;padding:0 1rem}
label{display:block;margin:1rem 0 .25rem}input,button,a.button{font:inherit;width:100%;box-sizing:border-box;padding:.5rem .75rem;border:1px solid;border-radius:.4rem;display:block;text-align:center;text-decoration:none;color:inherit;background:none}
input{text-align:left}button,a.button{margin-top:.75rem;cursor:pointer}[role=alert]{border-left:.25rem solid #c33;padding-left:.75rem}
:focus-visible{outline:3px solid #48f;outline-offset:2px}`;

export interface SignInPage {
  /** Host of the issuer, where there is one. */
  readonly issuer: string | undefined;
  /** What went wrong before. */
  readonly problem?: string;
  readonly status?: number;
}

export function signInPage({ issuer, problem, status = 200 }: SignInPage): Answer {
  const body = `<!doctype html>
<html lang="en">
<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Sign in: Marea</title>
<link rel="icon" href="data:,">
<style>${STYLE}</style>
<main>
<h1>Marea</h1>
${problem ? `<p role="alert">${escaped(problem)}</p>` : ''}
${issuer ? `<a class="button" href="/signin/issuer">Sign in at ${escaped(issuer)}</a>` : ''}
<form method="post" action="/signin">
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

/** The headers of a page: it may do what it says it does, and nothing that somebody put into it. */
import { createHash } from 'node:crypto';

export interface PageRights {
  /** Texts of its <style> elements. */
  readonly styles?: readonly string[];
  /** Texts of its <script> elements. */
  readonly scripts?: readonly string[];
  /** Whether its style sheets and scripts are files of the server that it is from. */
  readonly loads?: boolean;
  /** Whether its scripts ask the server that it is from. */
  readonly asks?: boolean;
  /** Whether it has forms that go to the server that it is from. */
  readonly sends?: boolean;
  /** Whether it is shut in: it holds text that somebody has uploaded. */
  readonly shutIn?: boolean;
}

/** https://www.w3.org/TR/CSP3/ */
export function pageHeaders({
  styles = [],
  scripts = [],
  loads = false,
  asks,
  sends,
  shutIn,
}: PageRights): Record<string, string> {
  const policy = [
    "default-src 'none'",
    `style-src ${sourcesOf(styles, loads)}`,
    `script-src ${sourcesOf(scripts, loads)}`,
    `connect-src ${asks ? "'self'" : "'none'"}`,
    'img-src data:',
    "base-uri 'none'",
    `form-action ${sends ? "'self'" : "'none'"}`,
    "frame-ancestors 'none'",
    ...(shutIn ? ['sandbox'] : []),
  ];
  return {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': policy.join('; '),
    'x-content-type-options': 'nosniff',
    // Without a referrer a browser says of a form that it is from nowhere (Origin: null), and it would be refused.
    'referrer-policy': sends ? 'same-origin' : 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
  };
}

function sourcesOf(texts: readonly string[], loads: boolean): string {
  const sources = [...(loads ? ["'self'"] : []), ...texts.map((text) => `'sha256-${hashOf(text)}'`)];
  return sources.length === 0 ? "'none'" : sources.join(' ');
}

const hashOf = (text: string): string => createHash('sha256').update(text).digest('base64');

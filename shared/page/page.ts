/** The frame of a page that needs nothing else: no script, no font, no picture from anywhere. */
import { Html, html, type Inserted } from './html.ts';

export interface Page {
  readonly title: string;
  /** A style sheet. It is not escaped: text of data has no place in it. */
  readonly style: string;
  readonly body: Inserted;
}

export const pageText = ({ title, style, body }: Page): string =>
  html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<link rel="icon" href="data:,">
<style>${new Html(style)}</style>
</head>
<body>
${body}
</body>
</html>
`.text;

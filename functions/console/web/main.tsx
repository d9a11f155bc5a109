/**
 * The console in a browser. Where things are:
 *
 *   rooms.ts   the table of pages: path, name, who may see it, what is loaded for it. A new page is a folder in rooms/
 *              whose module exports `Page`, a row here, and its first path part in ../rooms.ts, where it is a new one
 *   rooms/     a folder for each page; rooms never import each other
 *   shell/     what is around every page: paths, navigation, Ctrl-K, keys, messages, who is signed in
 *   data/      the JSON API: live values that are asked for again while they are looked at, and changes
 *   ui/        parts of pages: tables, forms, dialogs, states, times and numbers as people read them
 *   charts/    pictures: SVG by hand; series over time with uplot, loaded when one is shown
 *   texts/     every text that people read, a file for each part in each language; Spanish has to have all of them
 *   style/     colours and sizes as custom properties, and the style of what is in shell/ and ui/
 *
 * Types of answers come from shared/api, and nothing here asks any other server than its own.
 */
import './style/main.css';
// Most pages need these: they come at once, not one by one when a page is loaded.
import './charts/spark.tsx';
import './data/pages.ts';
import './ui/badge.tsx';
import './ui/batch-state.ts';
import './ui/change-dialog.tsx';
import './ui/copy.tsx';
import './ui/fact.tsx';
import './ui/moment.tsx';
import './ui/page-head.tsx';
import './ui/parts-bar.tsx';
import './ui/table.tsx';
import { render } from 'preact';
import { roomAt } from './rooms.ts';
import { startPlaces } from './shell/place.ts';
import { Shell } from './shell/shell.tsx';
import { startLanguage } from './texts/texts.ts';

// Under way while who is here is asked for.
void roomAt(location.pathname)
  ?.room.load()
  .catch(() => undefined);
await startLanguage();
startPlaces();
const root = document.getElementById('app');
// What stood there before the script; the shell has the same at the same place.
root?.replaceChildren();
if (root) render(<Shell />, root);

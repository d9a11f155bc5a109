/** What a release does beside building images: `npm run release -- --help`. */
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { runCommand, UserError } from './cli/command.ts';
import { joined } from './release/join.ts';
import { withImage } from './release/pin.ts';
import { summary } from './release/summary.ts';
import { tagOf } from './release/tag.ts';

const usage = `npm run release -- tag --ref REF --sha SHA | join NAME:TAG NAME@DIGEST... | pin OVERLAY NAME@DIGEST | summary TAG NAME@DIGEST

  tag   prints what a state is called as an image: 20260301-0a1b2c3 of main, a version by its tag, else the branch
  join  one name for the images of several CPUs, with docker; prints it with its digest
  pin   writes the image into knative/overlays/OVERLAY/kustomization.yaml, where Argo CD finds it once it is committed
  summary  what was built, as Markdown`;

await runCommand({
  usage,
  options: { ref: { type: 'string' }, sha: { type: 'string' } },
  takes: [1, 9],
  async run({ ref, sha }, [what, ...rest]) {
    if (what === 'tag') console.log(tag(ref, sha));
    else if (what === 'join') console.log(joined(rest));
    else if (what === 'pin') pin(rest);
    else if (what === 'summary')
      console.log(summary(rest[0] ?? '', rest[1] ?? '', process.env.GITHUB_REPOSITORY));
    else throw new UserError(`"${what}" is none of tag, join, pin, summary`);
    return 0;
  },
});

function tag(ref: string | undefined, sha: string | undefined): string {
  if (ref === undefined || sha === undefined) throw new UserError('tag needs --ref and --sha');
  return tagOf({ ref, sha, at: new Date() });
}

function pin([overlay = '', image = '']: readonly string[]): void {
  if (!/^[\w-]+$/.test(overlay)) throw new UserError(`"${overlay}" is the name of no overlay`);
  const file = fileURLToPath(new URL(`../knative/overlays/${overlay}/kustomization.yaml`, import.meta.url));
  writeFileSync(file, withImage(readFileSync(file, 'utf8'), image));
}

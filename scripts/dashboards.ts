/** `npm run dashboards`: writes the dashboards' files; with --picture draws them with the data of a Prometheus. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runCommand, UserError, wholeNumber } from './cli/command.ts';
import { boards, refreshDashboards } from './dashboards/files.ts';
import { spanOf } from './dashboards/picture/data.ts';
import { pictureOf } from './dashboards/picture/picture.ts';

await runCommand({
  usage: `npm run dashboards [-- --picture DIR [--prometheus http://127.0.0.1:9090] [--minutes 60]]

Writes knative/observability/dashboards/*.json anew, where they have changed.

  --picture     draws each dashboard with all its data, as DIR/<name>.svg
  --prometheus  where the data is; default http://127.0.0.1:9090
  --minutes     until now; default 60`,
  options: {
    picture: { type: 'string' },
    prometheus: { type: 'string', default: 'http://127.0.0.1:9090' },
    minutes: { type: 'string', default: '60' },
  },
  takes: [0, 0],
  async run({ picture, prometheus, minutes }) {
    const changed = await refreshDashboards();
    console.log(changed.length > 0 ? `written: ${changed.join(', ')}` : 'all dashboards are as they were');
    if (picture) await draw(picture, prometheus, wholeNumber('minutes', minutes) || 60);
    return 0;
  },
});

async function draw(folder: string, url: string, minutes: number): Promise<void> {
  await mkdir(folder, { recursive: true });
  const span = spanOf(minutes);
  for (const board of boards) {
    const file = join(folder, `${board.uid}.svg`);
    const drawn = await pictureOf(board, url, span).catch((cause: Error) => {
      throw new UserError(`${board.title}: ${cause.message}`, { cause });
    });
    await writeFile(file, drawn);
    console.log(file);
  }
}

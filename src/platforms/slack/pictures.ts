/** Charts as files that a message can show: uploaded without a channel, then waited for, as Slack takes a moment. */
import type { WebClient } from '@slack/web-api';
import type { Chart } from '../../view/card.ts';
import type { Media } from '../platform.ts';
import { patiently } from './clients.ts';
import { slackError } from './errors.ts';
import { LIMITS } from './limits.ts';
import { shorten } from './escape.ts';
import type { Pictures } from './render.ts';
import { uploadFile } from './upload.ts';

const UPLOAD_TIMEOUT_MS = 15_000;
/** Pauses between the looks at a file, ms: about 12 s in all. */
const PAUSES = [150, 250, 400, 600, 800, 1000, 1500, 2000, 2500, 3000];

function upload(client: WebClient, png: Buffer, chart: Chart): Promise<string> {
  return uploadFile(client, {
    name: 'chart.png',
    title: shorten(chart.title || 'chart', 200),
    type: 'image/png',
    size: png.length,
    body: new Uint8Array(png),
    patienceMs: UPLOAD_TIMEOUT_MS,
    alt: shorten(chart.alt, LIMITS.altText / 2),
  });
}

/** Waits until Slack knows what the file is; before that a message that shows it is refused (`invalid slack file`). */
async function ready(client: WebClient, file: string): Promise<void> {
  for (const pause of PAUSES) {
    const info = await patiently(() => client.files.info({ file }));
    if (info.file?.mimetype) return;
    await new Promise((resolve) => setTimeout(resolve, pause));
  }
  throw slackError('file_not_ready', 'Slack did not make an uploaded chart ready in time');
}

/** Draws and uploads charts; gives their file ids once a message can show them. Throws with Slack's code. */
export async function uploadCharts(client: WebClient, media: Media, charts: Chart[]): Promise<Pictures> {
  const files = charts.map(async (chart): Promise<[Chart, string]> => {
    const file = await upload(client, await media.png(chart), chart);
    await ready(client, file);
    return [chart, file];
  });
  return new Map(await Promise.all(files));
}

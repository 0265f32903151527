import { standIns } from '../doubles/stand-ins.ts';
import type { Caller } from './caller.ts';

/** The longest text that a post may have, all of one thing that patterns stumble over. */
const SIZE = 190_000;
const REPEATED = [
  '<',
  '<a ',
  "<a b='",
  '<p>x',
  '<div>',
  '[',
  '![',
  '&',
  '&#',
  '#a ',
  '\u0301',
  ' ',
  '\n',
  '*_',
  '`',
  '@a.b ',
];
const TEXTS = [
  ...REPEATED.map((part) => `0${part.repeat(SIZE / part.length)}`),
  'https://a.example/?k=1 '.repeat(SIZE / 23),
  `${'<!-- '.repeat(SIZE / 10)}${'-->'.repeat(1_000)}`,
  '<figure class="wp-block-image">'.repeat(SIZE / 31),
];

/** Texts of the full size through validation, preview and publishing, to every kind of platform. */
export async function attackByTexts(caller: Caller, stop: AbortSignal): Promise<void> {
  const kinds = ['wordpress', 'bluesky', 'x', 'sandbox'] as const;
  const sites = await Promise.all(kinds.map((kind) => standIns[kind]()));
  const platformIds: string[] = [];
  for (const [index, { publishConfig, credentials }] of sites.entries()) {
    const account = { kind: kinds[index], name: `Texts ${kinds[index]}`, publishConfig, credentials };
    platformIds.push((await caller.call('POST', '/platforms', account)).body?.id);
  }
  for (let turn = 0; !stop.aborted; turn += 1) {
    const body = TEXTS[turn % TEXTS.length]!;
    const platformId = platformIds[Math.floor(turn / TEXTS.length) % platformIds.length];
    const content = await caller.call('POST', '/contents', { body, type: 'article' });
    await Promise.all([
      ...platformIds.map((id) => caller.call('POST', '/distributions/validate', { platformId: id, body })),
      caller.call('POST', '/cross-posts/preview', {
        contentId: content.body?.id,
        platforms: platformIds.map((id) => ({ platformId: id })),
      }),
      caller.call('POST', '/distributions', {
        platformId,
        body,
        scheduledFor: new Date(Date.now() + 2_000).toISOString(),
      }),
    ]);
  }
  await Promise.all(sites.map(({ double }) => double.close()));
}

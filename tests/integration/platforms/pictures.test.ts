import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { PlatformAdapter } from '../../../shared/platforms/contract/adapter.ts';
import { adapters } from '../../../shared/platforms/registry.ts';
import { standIns } from '../../doubles/stand-ins.ts';
import { SECRET } from '../../support/picture-files.ts';
import { expectFailure, type Fixture, publish, startFixture } from './contract.ts';

const body =
  'A text about nothing in particular, which goes on for a while and then some more, until it is long enough.';

/** Those to which Herald brings the files. */
const bringing = Object.values<PlatformAdapter>(adapters).filter(({ rules }) => !rules.media.byAddress);

describe.each(bringing.map((adapter) => [adapter.rules.kind, adapter] as const))('a picture on %s', (kind, adapter) => {
  let fixture: Fixture;
  beforeEach(async () => {
    const start = standIns[kind as keyof typeof standIns];
    fixture = await startFixture({ adapter, start } as unknown as Parameters<typeof startFixture>[0]);
  });
  afterEach(() => fixture.close());

  it('arrives without its place, its camera and its people, and with what it shows', async () => {
    const altTexts = ['A picture from a telephone'];
    const content = {
      title: 'Telephone',
      body,
      mediaUrls: [`${fixture.images.url}/1.jpg`],
      platformSpecific: { altTexts },
    };
    await publish(adapter, fixture.context(), content);
    const sent = fixture.double.requests.map(({ body: bytes }) => bytes.toString('latin1')).join('\n');
    expect(sent).not.toContain(SECRET.slice(0, 10));
    expect(sent).toContain('\xff\xd8\xff');
    // Which way is up is all that is left.
    expect(sent).toContain('Exif\0\0II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x06\0');
    expect(sent).toContain(altTexts[0]);
  });

  it('is measured by the limit of its own type', async () => {
    const { media } = adapter.rules;
    const ofGif = media.maxBytesByType?.['image/gif'] ?? media.maxBytes;
    const mediaUrls = [`${fixture.images.url}/moving.gif?bytes=${ofGif}`];
    const content = { title: 'Large', body, mediaUrls };
    const { message } = await expectFailure(adapter.prepare!(fixture.context(), content, {}), 'CONTENT_REJECTED');
    expect(message).toContain(`${ofGif / 1_000_000} MB`);
    const fits = { ...content, mediaUrls: [`${fixture.images.url}/moving.gif?bytes=${ofGif - 1_000}`] };
    await adapter.prepare!(fixture.context(), fits, {});
  });
});

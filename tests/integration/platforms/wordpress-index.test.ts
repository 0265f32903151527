import { describe, expect, it, onTestFinished } from 'vitest';
import { describeError } from '../../../shared/platforms/contract/describe-error.ts';
import { wordpress } from '../../../shared/platforms/wordpress/adapter.ts';
import { type DoubleAnswer, type Handle, startDouble } from '../../doubles/http-double.ts';
import { platformContext } from '../../doubles/platform-context.ts';
import { startWordpressServer } from '../../doubles/wordpress-server.ts';
import { expectFailure } from './contract.ts';

const appPassword = 'abcd efgh ijkl mnop';
const body = 'An article about nothing in particular, which goes on for a while. '.repeat(3);

async function serve(handle: Handle) {
  const double = await startDouble(handle);
  onTestFinished(() => double.close());
  return double;
}
const account = (apiUrl: string, credentials = { username: 'editor', appPassword }) =>
  platformContext({ kind: 'wordpress', publishConfig: { apiUrl }, credentials });

const page = (status: number, html: string): DoubleAnswer => ({
  status,
  headers: { 'content-type': 'text/html' },
  body: html,
});
const challenge = page(403, '<html><title>Checking your browser</title></html>');
const refused = (status: number, code: string, message: string): DoubleAnswer => ({
  status,
  body: { code, message, data: null },
});
const moved = (status: number, location: string): DoubleAnswer => ({ status, headers: { location } });

describe('what is no index of the REST API', () => {
  it('once makes this call wait, and the next is unharmed', async () => {
    const site = await startWordpressServer();
    onTestFinished(() => site.close());
    const { username } = site;
    const own = account(site.url, { username, appPassword: site.appPassword });
    // As many times as one call asks: a page is tried at the other address of the API too.
    const answers: [DoubleAnswer, number][] = [
      [challenge, 2],
      [page(200, '<p>Just a moment</p>'), 2],
      [page(202, ''), 2],
      [page(503, '<p>Maintenance</p>'), 1],
    ];
    for (const [fault, times] of answers) {
      site.misbehave({ fault, times });
      await expectFailure(wordpress.verify(own), 'RETRY_LATER');
    }
    expect(await wordpress.verify(own)).toMatchObject({ accountId: expect.any(String) });
  });

  it('is said with the site’s own sentence where the site says no itself', async () => {
    const { url } = await serve(() => refused(403, 'rest_forbidden', 'Only members.'));
    const { message } = await expectFailure(wordpress.verify(account(url)), 'PERMISSION');
    expect(message).toContain('Only members.');
  });

  it('has the user look at the address where there is nothing at all', async () => {
    const { url } = await serve(({ url: asked }) =>
      asked.search === '' ? page(404, 'none') : page(200, '<h1>A shop</h1>'),
    );
    await expectFailure(wordpress.verify(account(url)), 'RECONNECT');
  });

  it('is found by its other address where a server closes the first one', async () => {
    const { url } = await serve(({ url: asked }) => {
      if (asked.pathname.startsWith('/wp-json')) return challenge;
      const route = asked.searchParams.get('rest_route');
      const me = { id: 1, name: 'E', capabilities: { publish_posts: true, upload_files: true } };
      return { status: 200, body: route === '/' ? { namespaces: ['wp/v2'] } : me };
    });
    expect(await wordpress.verify(account(url))).toMatchObject({ accountName: 'E' });
  });
});

describe('a redirect of the REST index', () => {
  it.each([301, 302])(
    'to another host (%i) gets no credentials and no call, and the new address is named',
    async (status) => {
      const other = await serve(() => ({ status: 200, body: { namespaces: ['wp/v2'] } }));
      const elsewhere = other.url.replace('127.0.0.1', 'localhost');
      const { url } = await serve(() => moved(status, `${elsewhere}/wp-json/`));
      const { remedy, message } = await expectFailure(
        wordpress.verify(account(url)),
        status === 301 ? 'RECONNECT' : 'RETRY_LATER',
      );
      expect(message).toContain(new URL(elsewhere).host);
      expect(remedy).toContain(`new address (${elsewhere})`);
      expect(other.requests).toEqual([]);
    },
  );

  it.each(['http://[', 'ftp://127.0.0.1/', 'http://user:pass@127.0.0.1/wp-json/', 'javascript:alert(1)'])(
    'to %s is not followed',
    async (location) => {
      const { url, requests } = await serve(() => moved(302, location));
      await expectFailure(wordpress.verify(account(url)), 'RETRY_LATER');
      expect(requests).toHaveLength(1);
    },
  );

  it('on the same host keeps the credentials, so that an index for members answers', async () => {
    const { url } = await serve(({ url: asked, headers }) => {
      if (asked.pathname === '/wp-json/') return moved(301, '/blog/wp-json/');
      if (headers.authorization === undefined) return refused(401, 'rest_login_required', 'Members only.');
      if (asked.pathname === '/blog/wp-json/') return { status: 200, body: { namespaces: ['wp/v2'] } };
      return { status: 200, body: { id: 1, name: 'E', capabilities: { publish_posts: true, upload_files: true } } };
    });
    expect(await wordpress.verify(account(url))).toMatchObject({ accountName: 'E' });
  });

  it('in a circle ends', async () => {
    const { url, requests } = await serve(() => moved(302, '/wp-json/'));
    await expectFailure(wordpress.verify(account(url)), 'RETRY_LATER');
    expect(requests.length).toBeLessThan(15);
  });
});

describe('what a site says of a post', () => {
  const flip = async (answer: DoubleAnswer) => {
    const { url } = await serve(() => answer);
    const prepared = { root: `${url}/wp-json/`, media: [], draftId: 3, written: true };
    return wordpress.publish(account(url), { title: 'A', body }, prepared);
  };
  const post = { id: 3, slug: 'a', status: 'publish' };
  const notice = '<br />\n<b>Notice</b>:  Undefined index: [x] in <b>/srv/plugin.php</b> on line <b>12</b><br />\n';

  it('is shown where it is an address and a time; the post is published all the same', async () => {
    const link = 'javascript:alert(1)';
    expect(await flip({ status: 200, body: { ...post, link, date_gmt: 'nonsense' } })).toEqual({
      externalId: '3',
      externalUrl: null,
    });
    const long = `https://example.com/${'x'.repeat(500_000)}`;
    expect(await flip({ status: 200, body: { ...post, link: long } })).toMatchObject({ externalUrl: null });
    const good = { ...post, link: 'https://example.com/a/', date_gmt: '2026-12-01T10:00:00' };
    expect(await flip({ status: 200, body: good })).toEqual({
      externalId: '3',
      externalUrl: 'https://example.com/a/',
      publishedAt: '2026-12-01T10:00:00.000Z',
    });
  });

  it('is not believed where its id is none', async () => {
    await expectFailure(flip({ status: 200, body: { ...post, id: 1e21 } }), 'UNKNOWN_OUTCOME');
  });

  it('is read past a notice of PHP where it is whole, else the remedy names the notice', async () => {
    const whole = { status: 200, body: `${notice}${JSON.stringify({ ...post, link: 'https://example.com/a/' })}` };
    expect(await flip(whole)).toMatchObject({ externalUrl: 'https://example.com/a/' });
    const { remedy } = await expectFailure(flip({ status: 200, body: `${notice}{"id":3,` }), 'UNKNOWN_OUTCOME');
    expect(remedy).toContain('Undefined index');
  });

  it('is a clear refusal, with a short code and without the password that it echoes', async () => {
    const body400 = { code: `bad ${appPassword} ${'x'.repeat(500_000)}`, message: `No: ${appPassword}` };
    const error = await expectFailure(flip({ status: 400, body: body400 }), 'CONTENT_REJECTED');
    const stored = JSON.stringify(describeError(error));
    expect(stored).not.toContain(appPassword);
    expect(stored.length).toBeLessThan(2_000);
  });
});

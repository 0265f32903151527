import { type ChildProcess, spawn } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test as base, describe } from 'vitest';
import { openStateFolder } from '../../infra/local/state/state-folder.ts';
import { STORED_SHAPE } from '../../shared/kernel/table/stored-shape.ts';
import type { Json } from '../support/herald.ts';

interface Starts {
  directory: string;
  start(...options: string[]): { child: ChildProcess; output: () => string; ended: Promise<number | null> };
  /** Without the seconds of a synthesis, which the tests that are about it do by themselves. */
  startMade: Starts['start'];
  /** `local.json` of this very process: a killed one leaves its own behind. */
  ready(child: ChildProcess): Promise<{ url: string; apiKey: string; pid: number }>;
}

/** A data folder of its own for each test, and an end for whatever it has started. */
const it = base.extend<{ npm: Starts }>({
  // biome-ignore lint/correctness/noEmptyPattern: vitest reads a fixture's needs from the pattern
  npm: async ({}, use) => {
    const directory = mkdtempSync(join(tmpdir(), 'herald-start-'));
    const running: ChildProcess[] = [];
    const start: Starts['start'] = (...options) => {
      const child = spawn(process.execPath, ['infra/local/main.mjs', '--data', directory, ...options]);
      running.push(child);
      let text = '';
      child.stdout?.on('data', (chunk) => (text += chunk));
      child.stderr?.on('data', (chunk) => (text += chunk));
      const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
      return { child, output: () => text, ended };
    };
    await use({
      directory,
      start,
      startMade: (...options) => start('--template', process.env.HERALD_TEMPLATE!, ...options),
      ready: (child) =>
        eventually('Being ready', () => {
          const file = join(directory, 'local.json');
          if (child.exitCode !== null) throw new Error(`npm start ended with ${child.exitCode}.`);
          if (!existsSync(file)) return undefined;
          const local = JSON.parse(readFileSync(file, 'utf8')) as { url: string; apiKey: string; pid: number };
          return local.pid === child.pid ? local : undefined;
        }),
    });
    await Promise.all(running.map((child) => end(child, 'SIGKILL')));
    rmSync(directory, { recursive: true, force: true });
  },
});

function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    child.once('exit', () => resolve());
    child.kill(signal);
  });
}

async function eventually<Value>(
  what: string,
  look: () => Promise<Value | undefined> | Value | undefined,
): Promise<Value> {
  const give = performance.now() + 50_000;
  for (;;) {
    const value = await look();
    if (value !== undefined) return value;
    if (performance.now() > give) throw new Error(`${what} did not happen.`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** What another user of this machine may do something with. */
function openToOthers(directory: string): string[] {
  const all = readdirSync(directory, { recursive: true, encoding: 'utf8' });
  return all.filter((name) => (statSync(join(directory, name), { throwIfNoEntry: false })?.mode ?? 0) & 0o077);
}

async function call(
  { url, apiKey }: { url: string; apiKey: string },
  method: string,
  path: string,
  body?: object,
): Promise<Json> {
  const headers = { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' };
  const response = await fetch(`${url}/api/v1${path}`, { method, headers, body: body && JSON.stringify(body) });
  return response.json();
}

// Nobody moves the clock of a process that was started: the tests wait side by side.
describe.concurrent('npm start', () => {
  it('publishes after a kill -9 what was scheduled before it, once, with the key that it gave, and for its user alone', async ({
    npm: { directory, startMade, ready },
    expect,
  }) => {
    const first = startMade('--port', '0', '--no-demo', '--jitter', '0');
    const local = await ready(first.child);
    const platform = await call(local, 'POST', '/platforms', { kind: 'sandbox', name: 'Sandbox' });
    const schedule = (body: string, seconds: number) =>
      call(local, 'POST', '/distributions', {
        platformId: platform.id,
        body,
        scheduledFor: new Date(Date.now() + seconds * 1000).toISOString(),
      });
    const soon = await schedule('While it was down.', 1);
    const later = await schedule('After it was up again.', 9);
    // Windows has no such modes.
    if (process.platform !== 'win32') expect(openToOthers(directory)).toEqual([]);
    await end(first.child, 'SIGKILL');

    const again = await ready(startMade('--port', '0', '--no-demo', '--jitter', '0').child);
    expect(again.apiKey).toBe(local.apiKey);
    for (const { id } of [soon, later]) {
      const post = await eventually('Publishing', async () => {
        const item = await call(again, 'GET', `/distributions/${id}`);
        return item.status === 'published' ? item : undefined;
      });
      expect(post.attempts).toHaveLength(1);
    }
    await expect(call(again, 'GET', '/distributions?status=published')).resolves.toMatchObject({
      items: { length: 2 },
    });
  });

  it('loses nothing that a worker held at the kill, and posts nothing twice', async ({
    npm: { startMade, ready },
    expect,
  }) => {
    const first = startMade('--port', '0', '--no-demo', '--jitter', '0');
    const local = await ready(first.child);
    const platform = await call(local, 'POST', '/platforms', { kind: 'sandbox', name: 'Sandbox' });
    const due = Date.now() + 4_000;
    const ids: string[] = [];
    for (let index = 0; index < 12; index += 1) {
      const scheduledFor = new Date(due + index * 250).toISOString();
      const made = await call(local, 'POST', '/distributions', {
        platformId: platform.id,
        body: `${index}`,
        scheduledFor,
      });
      ids.push(made.id);
    }
    // Some are out by now, some are in a worker's hands, some lie in the queue.
    await eventually('The first post', async () =>
      (await call(local, 'GET', `/distributions/${ids[0]}`)).status === 'published' ? true : undefined,
    );
    await end(first.child, 'SIGKILL');

    const again = await ready(startMade('--port', '0', '--no-demo', '--jitter', '0').child);
    for (const id of ids) {
      await eventually(`Publishing of ${id}`, async () =>
        (await call(again, 'GET', `/distributions/${id}`)).status === 'published' ? true : undefined,
      );
    }
    const posts = await fetch(`${again.url}/sandbox/v1/posts?limit=100`, {
      headers: { authorization: `Bearer ${again.apiKey}` },
    });
    const { items } = (await posts.json()) as Json;
    expect(items.map(({ text }: Json) => Number(text)).sort((one: number, other: number) => one - other)).toEqual(
      ids.map((_, index) => index),
    );
    // After the end of the lease that the killed worker held: in real time, for nobody moves this clock.
  }, 150_000);

  it('leaves a folder alone that is not its own, and everything in it', async ({
    npm: { directory, start },
    expect,
  }) => {
    mkdirSync(join(directory, 'template'));
    writeFileSync(join(directory, 'template', 'mine.txt'), 'mine');
    for (const options of [[], ['--fresh']]) {
      const { ended, output } = start('--port', '0', '--no-demo', ...options);
      expect(await ended).toBe(1);
      expect(output()).toMatch(/not a Herald data folder/);
      expect(output().trim().split('\n')).toHaveLength(1);
    }
    expect(readFileSync(join(directory, 'template', 'mine.txt'), 'utf8')).toBe('mine');
  });

  it('refuses a second start on a folder in use, even while the first still makes its template', async ({
    npm: { directory, start, ready },
    expect,
  }) => {
    const first = start('--port', '0', '--no-demo');
    await eventually('The lock', () => (existsSync(join(directory, 'lambda.sqlite')) ? true : undefined));
    const second = start('--port', '0', '--no-demo');
    expect(await second.ended).toBe(1);
    expect(second.output()).not.toMatch(/\n\s+at /);
    expect(second.output()).toMatch(new RegExp(`${first.child.pid}|in use`));
    await ready(first.child);
  });

  it('shows the main job on fresh state: three posts go out before the reader’s eyes', async ({
    npm: { startMade },
    expect,
  }) => {
    const { output } = startMade('--port', '0');
    await eventually('The third post', () => ((output().match(/published/g) ?? []).length >= 3 ? true : undefined));
    expect(output()).toMatch(/http:\/\/127\.0\.0\.1:\d+/);
    expect(output()).toMatch(/\/api\/v1\/docs/);
    expect(output()).toMatch(/herald_[0-9a-f]{32}_[0-9a-f]{64}/);
  });

  it('refuses data of another shape in a sentence that names --fresh, which starts with no data', async ({
    npm: { directory, startMade, ready },
    expect,
  }) => {
    openStateFolder(directory, STORED_SHAPE + 1).close();
    const refused = startMade('--port', '0', '--no-demo');
    expect(await refused.ended).toBe(1);
    expect(refused.output().trim()).toBe(
      `The data in ${directory} has shape ${STORED_SHAPE + 1}, and this version of Herald reads shape ${STORED_SHAPE} ` +
        `only: drop the data and start with "npm start -- --fresh --data ${directory}", or keep it and choose another ` +
        'folder with --data.',
    );
    await ready(startMade('--port', '0', '--no-demo', '--fresh').child);
  });

  it('ends cleanly on Ctrl-C', async ({ npm: { directory, startMade, ready }, expect }) => {
    const { child, ended } = startMade('--port', '0', '--no-demo');
    await ready(child);
    child.kill('SIGINT');
    expect(await ended).toBe(0);
    expect(existsSync(join(directory, 'local.json'))).toBe(false);
  });

  it('says in one sentence that a port is taken, that a folder is broken, and that an option is unknown', async ({
    npm: { directory, start },
    expect,
  }) => {
    const blocker = createServer();
    await new Promise<void>((resolve) => blocker.listen(0, '127.0.0.1', resolve));
    const { port } = blocker.address() as { port: number };
    const taken = start('--port', String(port), '--no-demo');
    expect(await taken.ended).toBe(1);
    expect(taken.output()).toMatch(new RegExp(`port ${port}`, 'i'));
    expect(taken.output()).not.toMatch(/\n\s+at /);
    await new Promise((resolve) => blocker.close(resolve));

    const file = join(directory, 'broken');
    writeFileSync(file, 'not a folder');
    const broken = start('--data', file, '--port', '0');
    expect(await broken.ended).toBe(1);
    expect(broken.output().trim().split('\n')).toHaveLength(1);

    const unknown = start('--prot', '1');
    expect(await unknown.ended).toBe(2);
    expect(unknown.output()).toMatch(/--prot/);

    const nothing = start('--template', directory);
    expect(await nothing.ended).toBe(2);
    expect(nothing.output().trim()).toMatch(/^--template takes .*manifest\.json\.$/);
  });
});

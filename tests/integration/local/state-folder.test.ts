import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openEmptyStateFolder, openStateFolder } from '../../../infra/local/state/state-folder.ts';
import { att, lambdaFunction, ref, removeFolder, writeAssembly } from './fixtures/template.ts';
import { eventually, type FixtureCloud, startFixture, temporaryFolder } from './support.ts';

const template = {
  Resources: {
    Bus: { Type: 'AWS::Events::EventBus', Properties: { Name: 'fixture' } },
    ...lambdaFunction('Task', { handler: 'index.task', asset: 'work', reservedConcurrency: 1 }),
    Rule: {
      Type: 'AWS::Events::Rule',
      Properties: {
        EventBusName: ref('Bus'),
        EventPattern: { source: ['fixture'] },
        Targets: [{ Id: 'task', Arn: att('Task') }],
      },
    },
    Permission: {
      Type: 'AWS::Lambda::Permission',
      Properties: {
        Action: 'lambda:InvokeFunction',
        FunctionName: ref('Task'),
        Principal: 'events.amazonaws.com',
        SourceArn: att('Rule'),
      },
    },
  },
};

async function putEvent(cloud: FixtureCloud, detail: object) {
  const client = new EventBridgeClient({
    endpoint: cloud.awsEndpoint,
    region: 'us-east-1',
    credentials: cloud.adminCredentials,
  });
  const entry = { EventBusName: 'fixture', Source: 'fixture', DetailType: 'test', Detail: JSON.stringify(detail) };
  await client.send(new PutEventsCommand({ Entries: [entry] }));
}

describe('the data folder', () => {
  it('loses no accepted event when the process is killed', async () => {
    const directory = temporaryFolder();
    const templateDirectory = writeAssembly({ Fixture: template });
    onTestFinished(() => removeFolder(templateDirectory));
    const count = 30;
    const script = join(import.meta.dirname, 'fixtures', 'burst.ts');
    const child = spawn(process.execPath, [script, templateDirectory, directory, String(count)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await once(child.stdout, 'data');
    child.kill('SIGKILL');
    await once(child, 'exit');

    const log = join(directory, 'logs', 'Task.log');
    const done = () =>
      // On a busy machine nothing was done before the kill.
      (existsSync(log) ? readFileSync(log, 'utf8') : '')
        .split('\n')
        .filter((line) => line.startsWith('{'))
        .map((line) => JSON.parse(line).task.n as number);
    expect(new Set(done()).size).toBeLessThan(count);
    const cloud = await startFixture(template, { directory });
    await cloud.idle();
    // One runs at a time, and the others are throttled: they come again after pauses that double.
    for (let tries = 0; tries < count && new Set(done()).size < count; tries += 1) await cloud.advance(300_000);
    await eventually(() => new Set(done()).size).toBe(count);
  });

  it('takes up again what was running when the cloud was stopped, which takes less than three seconds', async () => {
    const directory = temporaryFolder();
    const first = await startFixture(template, { directory });
    await putEvent(first, { n: 1, sleep: 2800 });
    await eventually(() => first.lines.length).toBe(1);
    const stoppedAt = performance.now();
    await first.close();
    expect(performance.now() - stoppedAt).toBeLessThan(3000);

    const again = await startFixture(template, { directory });
    await eventually(() => again.lines.length).toBe(1);
    expect(again.lines[0]).toMatchObject({ task: { n: 1 }, requestId: first.lines[0]?.requestId });
  });

  it('belongs to one process at a time, which is named', async () => {
    const directory = temporaryFolder();
    const cloud = await startFixture(template, { directory });
    const problem = `The data folder ${directory} is in use by the Herald with process id ${process.pid}: stop it, or choose another folder with --data.`;
    await expect(startFixture(template, { directory })).rejects.toThrow(problem);
    expect(() => openEmptyStateFolder(directory, [])).toThrow(problem);
    await cloud.close();
    openStateFolder(directory).close();
  });

  it.each(['aws/aws.sqlite', 'aws/fauxqs/fauxqs.db', 'dynamodb/tables.sqlite'])(
    'with a broken %s is refused in one sentence',
    async (file) => {
      const directory = temporaryFolder();
      await (await startFixture(template, { directory })).close();
      writeFileSync(join(directory, file), 'broken '.repeat(1000));
      const failure = await startFixture(template, { directory }).catch((error: Error) => error);
      expect((failure as Error).name).toMatch(/^(FolderBrokenError|BrokenStateError)$/);
      expect((failure as Error).message).toContain(directory);
      expect((failure as Error).message).not.toContain('\n');
    },
  );

  it('that holds something else is refused in one sentence, and can be emptied', () => {
    const directory = temporaryFolder();
    writeFileSync(join(directory, 'lambda.sqlite'), 'not a database, but long enough to look like one'.repeat(30));
    writeFileSync(join(directory, 'mine.txt'), 'kept');
    expect(() => openStateFolder(directory)).toThrow(/can't be used .*--fresh/);
    openEmptyStateFolder(directory, []).close();
    openStateFolder(directory).close();
    expect(readFileSync(join(directory, 'mine.txt'), 'utf8')).toBe('kept');
  });

  it.each([
    ['opened', openStateFolder] as const,
    ['emptied', (directory: string) => openEmptyStateFolder(directory, [])] as const,
  ])('is not %s where something else keeps its files, which stay', (_what, open) => {
    const directory = temporaryFolder();
    mkdirSync(join(directory, 'logs'));
    writeFileSync(join(directory, 'logs', 'mine.log'), 'kept');
    expect(() => open(directory)).toThrow(`${directory} is not a Herald data folder; choose an empty one with --data.`);
    expect(readdirSync(directory, { recursive: true }).sort()).toEqual(['logs', join('logs', 'mine.log')]);
  });

  it('is emptied of all that was accepted, and of nothing that is not state', async () => {
    const directory = temporaryFolder();
    const first = openStateFolder(directory);
    first.database.exec('CREATE TABLE accepted (id TEXT)');
    first.close();
    writeFileSync(join(directory, 'mine.txt'), 'kept');
    writeFileSync(join(directory, 'key.json'), '{}');
    writeFileSync(join(directory, 'dynamodb', 'tables.sqlite'), 'data');
    const emptied = openEmptyStateFolder(directory, ['key.json']);
    expect(emptied.database.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").all()).toEqual([]);
    emptied.close();
    const left = readdirSync(directory, { recursive: true }).sort();
    expect(left).toEqual(['aws', 'dynamodb', 'lambda.sqlite', 'lambda.sqlite.lock', 'logs', 'mine.txt']);
  });

  it.each(['a file', 'in a file', 'nowhere'])('that is %s is refused with the advice to choose another', (kind) => {
    const file = join(temporaryFolder(), 'file');
    writeFileSync(file, '');
    const directory = { 'a file': file, 'in a file': join(file, 'data') }[kind] ?? '/proc/herald';
    expect(() => openStateFolder(directory)).toThrow(
      /^Nothing can be kept in .*: choose another folder with --data\.$/,
    );
  });

  describe('with data of another shape', () => {
    const refusal = (directory: string, was: string, wanted: number) =>
      `The data in ${directory} ${was}, and this version of Herald reads shape ${wanted} only: drop the data and start ` +
      `with "npm start -- --fresh --data ${directory}", or keep it and choose another folder with --data.`;
    const messageOf = (open: () => unknown) => {
      try {
        open();
      } catch (error) {
        return (error as Error).message;
      }
      throw new Error('The folder was opened.');
    };

    it.each([
      ['older', 1, 2],
      ['newer', 3, 2],
    ])('is refused when it is %s, and opens with its own shape as before', (_what, stored, wanted) => {
      const directory = temporaryFolder();
      openStateFolder(directory, stored).close();
      writeFileSync(join(directory, 'dynamodb', 'tables.sqlite'), 'data');
      expect(messageOf(() => openStateFolder(directory, wanted))).toBe(
        refusal(directory, `has shape ${stored}`, wanted),
      );
      openStateFolder(directory, stored).close();
      expect(readFileSync(join(directory, 'dynamodb', 'tables.sqlite'), 'utf8')).toBe('data');
    });

    it('is refused when it is from before shapes had numbers', () => {
      const directory = temporaryFolder();
      const folder = openStateFolder(directory);
      folder.database.exec('PRAGMA user_version = 0');
      folder.close();
      expect(messageOf(() => openStateFolder(directory))).toBe(
        refusal(directory, 'is from before its shape had a number', 1),
      );
    });

    it('is emptied by --fresh, and then has the new shape', () => {
      const directory = temporaryFolder();
      openStateFolder(directory, 1).close();
      writeFileSync(join(directory, 'dynamodb', 'tables.sqlite'), 'data');
      openEmptyStateFolder(directory, [], 2).close();
      expect(existsSync(join(directory, 'dynamodb', 'tables.sqlite'))).toBe(false);
      openStateFolder(directory, 2).close();
      expect(messageOf(() => openStateFolder(directory, 1))).toBe(refusal(directory, 'has shape 2', 1));
    });

    it('is refused by a cloud that is started on it, and opens again after the refusal', async () => {
      const directory = temporaryFolder();
      await (await startFixture(template, { directory, storedShape: 1 })).close();
      await expect(startFixture(template, { directory, storedShape: 2 })).rejects.toThrow(/^The data in .*--fresh/);
      await (await startFixture(template, { directory, storedShape: 1 })).close();
    });
  });

  it('is closed to other users, with everything in it', async () => {
    const directory = join(temporaryFolder(), 'data');
    await (await startFixture(template, { directory })).close();
    const modeOf = (name: string) => statSync(join(directory, name)).mode & 0o777;
    for (const name of ['', 'aws', 'dynamodb', 'logs']) expect(modeOf(name), name).toBe(0o700);
    for (const name of ['lambda.sqlite', 'aws/aws.sqlite', 'dynamodb/tables.sqlite'])
      expect(modeOf(name), name).toBe(0o600);
  });
});

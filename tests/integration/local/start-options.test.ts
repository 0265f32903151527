import { describe, expect, it } from 'vitest';
import { readOptions } from '../../../infra/local/start/options.ts';

describe('the options of npm start', () => {
  it('have the documented defaults', () => {
    expect(readOptions([])).toEqual({
      fresh: false,
      port: 4700,
      data: '.herald',
      demo: true,
      jitterSeconds: 60,
      verbose: false,
    });
  });

  it('are read from the command line', () => {
    const args = [
      '--fresh',
      '--port',
      '0',
      '--data',
      'some/folder',
      '--template',
      'cdk.out',
      '--no-demo',
      '--jitter=5',
      '--verbose',
    ];
    expect(readOptions(args)).toEqual({
      fresh: true,
      port: 0,
      data: 'some/folder',
      template: 'cdk.out',
      demo: false,
      jitterSeconds: 5,
      verbose: true,
    });
    expect(readOptions(['--help'])).toBe('help');
  });

  it.each([
    [['--prot', '1'], /'--prot'/],
    [['extra'], /'extra'/],
    [['--port', '70000'], /--port takes a whole number from 0 to 65535/],
    [['--jitter', '-1'], /--jitter takes a whole number from 0 to 3600, and not "-1"/],
    [['--port', '-1'], /--port takes a whole number from 0 to 65535, and not "-1"/],
    [['--data', ''], /--data takes the name of a folder/],
    [['--template', ''], /--template takes the name of a folder/],
    [['--port'], /--port/],
  ])('refuse %j in one sentence', (args, message) => {
    expect(() => readOptions(args)).toThrow(message);
    try {
      readOptions(args);
    } catch (error) {
      expect((error as Error).message).not.toContain('\n');
    }
  });
});

import { expect, it } from 'vitest';
import { sandbox } from '../../../shared/platforms/sandbox/adapter.ts';

const behaviour = { kind: 'timeoutAfterCreate', times: 1 };
const behaviours = (platformSpecific: Record<string, unknown>) =>
  sandbox.parts!({ body: 'First', platformSpecific }).map((part) => part.platformSpecific?.behaviour);

it('lets the post of a thread misbehave that is named, the first where none is', () => {
  const thread = ['Second', 'Third'];
  expect(behaviours({ behaviour, thread })).toEqual([behaviour, undefined, undefined]);
  expect(behaviours({ behaviour, behaviourPart: 2, thread })).toEqual([undefined, undefined, behaviour]);
  expect(behaviours({ behaviour })).toEqual([behaviour]);
});

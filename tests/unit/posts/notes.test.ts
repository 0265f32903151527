import { describe, expect, it } from 'vitest';
import { viewDistribution } from '../../../shared/posts/model/distribution-view.ts';
import { aDistribution } from '../../support/factories.ts';

describe('what is changed or left out of a text stands on the post', () => {
  it('from its adaptation, from the platform’s rules and from its preparation, each with its place', () => {
    const made = { code: 'text_shortened', field: '/body', message: 'Shortened.' };
    const prepared = { code: 'tag_left_out', field: '/platformSpecific/tags', message: 'Left out.' };
    const body = '<p onclick="x()">Text</p><script>x()</script>';
    const state = aDistribution({ platformKind: 'wordpress' });
    const { notes, ...view } = viewDistribution(state, { body, notes: [made] }, [], null, {
      preparedNotes: [prepared],
    });
    expect(notes.map(({ code, field }) => `${code} ${field}`)).toEqual([
      'text_shortened /body',
      'markup_left_out /body',
      'tag_left_out /platformSpecific/tags',
    ]);
    expect(view.body).toBe(body);
  });
});

import { describe, expect, it } from 'vitest';
import type { Account } from '../../../shared/accounts/account.ts';
import type { NewSourceContent } from '../../../shared/content/source-content.ts';
import type { CrossPostMember, NewCrossPost } from '../../../shared/cross-posts/model/cross-post-input.ts';
import { adapterForMembers, memberContent } from '../../../shared/cross-posts/model/member-content.ts';
import { adapterFor, type PlatformKind } from '../../../shared/platforms/registry.ts';

const canonicalUrl = 'https://example.com/news';
const long = 'This is one sentence of a text that is longer than a post. '.repeat(12);
const utm = { templates: { source: '{platform}' } };

/** What each member gets, one after the other, as in one cross-post. */
function contents(
  source: NewSourceContent,
  adaptation: NewCrossPost['adaptation'],
  ...members: (Partial<CrossPostMember> & { kind: PlatformKind })[]
) {
  const adapt = adapterForMembers(source, { contentId: undefined, adaptation });
  return members.map(({ kind, ...rest }) => {
    const said = { platformId: crypto.randomUUID(), ...rest };
    const { content } = memberContent(adapt({ kind, name: 'Account' } as Account, said), said);
    expect(adapterFor(kind).validate(content)).toEqual([]);
    return content;
  });
}

describe('what a member says for itself', () => {
  it('has the link once, wherever the caller has put it', () => {
    const body = `Own words: ${canonicalUrl}.`;
    const inComment = { link: 'first_comment', utm } as const;
    const [own, comment, tagged] = contents(
      { body: 'Words.', canonicalUrl },
      inComment,
      { kind: 'bluesky', body },
      { kind: 'bluesky', platformSpecific: { firstComment: `Read on: ${canonicalUrl}` } },
      { kind: 'bluesky', body: 'Own words.' },
    );
    expect(own).toEqual({ body });
    expect(comment).toEqual({ body: 'Words.', platformSpecific: { firstComment: `Read on: ${canonicalUrl}` } });
    expect(tagged?.platformSpecific).toEqual({ firstComment: `${canonicalUrl}?utm_source=bluesky` });
    const [inPost] = contents({ body: 'Words.', canonicalUrl }, { utm }, { kind: 'x', body });
    expect(adapterFor('x').preview(inPost!).text).toBe(body);
  });

  it('has its own account in the tags, though the account before it is of the same kind', () => {
    const templates = { source: '{platform}', content: '{account}' };
    const adapt = adapterForMembers({ body: 'Words.', canonicalUrl }, { adaptation: { utm: { templates } } });
    const links = ['One', 'Two'].map((name) => {
      const { content } = adapt({ kind: 'x', name } as Account, { platformId: crypto.randomUUID() });
      return content.linkUrl;
    });
    expect(links).toEqual(['One', 'Two'].map((name) => `${canonicalUrl}?utm_source=x&utm_content=${name}`));
  });

  it('keeps its link where the text that it replaces had it', () => {
    const source = { title: 'News', body: `All of it: ${canonicalUrl}`, canonicalUrl };
    const own = `<p>${'Own words. '.repeat(20)}</p>`;
    const [onSite] = contents(source, {}, { kind: 'wordpress', body: own });
    expect(onSite?.linkUrl).toBe(canonicalUrl);
    const [blind] = contents(source, { link: 'first_comment' }, { kind: 'bluesky', body: 'Own words.' });
    expect(blind?.platformSpecific).toEqual({ firstComment: canonicalUrl });
  });

  it('gets a text that leaves room for its own link, however long, and for the one that its own media put there', () => {
    const linkUrl = `https://example.com/${'long-'.repeat(30)}`;
    const mediaUrls = ['https://example.com/1.png'];
    const members = [{ linkUrl, mediaUrls }, { mediaUrls }, { linkUrl }, {}].map(
      (said) => ({ kind: 'bluesky', ...said }) as const,
    );
    const [both, media] = contents({ body: long, canonicalUrl }, {}, ...members);
    expect(both?.linkUrl).toBe(linkUrl);
    expect(media?.linkUrl).toBe(canonicalUrl);
    for (const content of [both!, media!]) {
      expect(adapterFor('bluesky').validate(content)).toEqual([]);
      expect(JSON.stringify(adapterFor('bluesky').preview(content))).toContain(`"uri":"${content.linkUrl}"`);
    }
  });
});

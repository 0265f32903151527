import type { Account } from '../accounts/account.ts';
import { readPlatforms } from '../accounts/account-items.ts';
import { findContent } from '../content/find-content.ts';
import { ownerLabelsOf } from '../content/owner-labels.ts';
import type { NewSourceContent } from '../content/source-content.ts';
import { HeraldError } from '../kernel/herald-error.ts';
import type { ContentProblem } from '../kernel/problem.ts';
import type { PreparationNote } from '../platforms/contract/preparation-note.ts';
import type { NewDistribution } from '../posts/model/distribution-input.ts';
import type { CrossPostMember, CrossPostProblem, NewCrossPost } from './model/cross-post-input.ts';
import { adapterForMembers, memberContent } from './model/member-content.ts';
import { memberTimes } from './model/member-times.ts';

/** One member as it would be created. */
export interface PlannedMember {
  account: Account;
  input: NewDistribution;
  notes: PreparationNote[];
  /** Where its best time is looked for: from here on. */
  notBefore: string | undefined;
}

interface PlannedCrossPost {
  members: PlannedMember[];
  /** Of platforms that cannot be planned at all. */
  problems: CrossPostProblem[];
}

/**
 * What each platform of a cross-post would get, and when: the content in its own form, with what is said for it alone,
 * at the time of the strategy.
 *
 * @throws HeraldError `invalid_request`, `not_found` (content)
 */
export async function planCrossPost(tenantId: string, input: NewCrossPost): Promise<PlannedCrossPost> {
  const content = await sourceOf(tenantId, input);
  assertNamedOnce(input.platforms);
  const platforms = await readPlatforms(
    tenantId,
    input.platforms.map(({ platformId }) => platformId),
  );
  const problems: CrossPostProblem[] = [];
  const known = input.platforms.flatMap((member, index) => {
    const account = platforms.get(member.platformId);
    if (account !== undefined) return [{ member, platform: account, index }];
    problems.push({ platformId: member.platformId, problems: [unknownPlatform(index)] });
    return [];
  });
  const times = memberTimes(input, known.length);
  const adapt = adapterForMembers(content, input);
  const members = known.map(({ member, platform: account }, place): PlannedMember => {
    const { content: adapted, notes } = memberContent(adapt(account, member), member);
    const { notBefore, ...time } = times[place] ?? {};
    const { platformId, title, body, mediaUrls, linkUrl, platformSpecific, ...said } = member;
    return {
      account,
      notes,
      notBefore,
      input: {
        ...adapted,
        contentType: content.type,
        ...ownerLabelsOf(content),
        status: input.status,
        allowDuplicate: input.allowDuplicate,
        ...time,
        ...said,
        contentId: input.contentId,
        platformId,
      },
    };
  });
  return { members, problems };
}

async function sourceOf(tenantId: string, { contentId, content }: NewCrossPost): Promise<NewSourceContent> {
  if ((contentId === undefined) === (content === undefined)) {
    throw invalid('/content', 'exactly_one', 'A cross-post needs either "contentId" or "content".');
  }
  return content ?? findContent(tenantId, contentId!);
}

/** @throws HeraldError `invalid_request` */
function assertNamedOnce(members: CrossPostMember[]): void {
  const ids = members.map(({ platformId }) => platformId);
  const repeated = ids.findIndex((id, index) => ids.indexOf(id) !== index);
  if (repeated < 0) return;
  throw invalid(`/platforms/${repeated}/platformId`, 'repeated', `The platform ${ids[repeated]} is listed twice.`);
}

function unknownPlatform(index: number): ContentProblem {
  return {
    field: `/platforms/${index}/platformId`,
    code: 'not_found',
    message: 'There is no such platform.',
    remedy: 'Use an id that GET /api/v1/platforms lists.',
  };
}

function invalid(field: string, code: 'exactly_one' | 'repeated', message: string): HeraldError {
  const remedy = 'Correct the request and send it again.';
  return new HeraldError('invalid_request', message, { remedy, problems: [{ field, code, message, remedy }] });
}

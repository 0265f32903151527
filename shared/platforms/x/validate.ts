import type { ContentProblem } from '../../kernel/problem.ts';
import type { DistributionContent } from '../contract/content.ts';
import { checkContent } from '../contract/content-checks.ts';
import { cashtagCount, isFarOver } from '../contract/text-count.ts';
import { followingField, threadOf, threadProblems } from '../contract/thread.ts';
import { postText } from './lib/post-body.ts';
import { rules } from './rules.ts';
import { platformSpecific } from './schemas.ts';

export function validate(content: DistributionContent): ContentProblem[] {
  const check = (one: DistributionContent) => [
    ...checkContent(one, rules, platformSpecific, postText(one)),
    ...checkCashtags(one),
    ...checkCharacters(one),
  ];
  return [...check(content), ...threadProblems(content, rules, check), ...checkTwins(content)];
}

/** X takes no text twice from one account: the second would be refused in the middle of the thread. */
function checkTwins(content: DistributionContent): ContentProblem[] {
  const texts = [postText(content), ...threadOf(content)].map((text) => text.trim());
  return texts.flatMap((text, index) => {
    if (text === '' || texts.indexOf(text) === index) return [];
    const message = 'This text is already in the thread; X refuses the same text twice.';
    const field = followingField(content, index - 1);
    return [{ field, code: 'repeated_part', message, remedy: 'Change the text.' }];
  });
}

function checkCashtags(content: DistributionContent): ContentProblem[] {
  const { cashtagsMax } = rules.text;
  const text = postText(content);
  if (isFarOver(text, rules.text)) return [];
  const actual = cashtagCount(text);
  if (actual <= cashtagsMax) return [];
  const message = `The text has ${actual} cashtags; X takes at most ${cashtagsMax}.`;
  const remedy = `Remove ${actual - cashtagsMax} of them.`;
  return [{ field: '/body', code: 'too_many_cashtags', message, remedy, limit: cashtagsMax, actual }];
}

/** What X refuses in any post, as twitter-text knows it: half of these come from copying, and none can be seen. */
const refused = /[\uFFFE\uFFFF\uFEFF]/g;

function checkCharacters(content: DistributionContent): ContentProblem[] {
  const found = new Set<string>(postText(content).match(refused) ?? []);
  if (found.size === 0) return [];
  const names = [...found].map((one) => `U+${one.charCodeAt(0).toString(16).toUpperCase()}`).join(', ');
  const message = `The text has ${names}, which cannot be seen and which X refuses.`;
  return [{ field: '/body', code: 'refused_character', message, remedy: 'Remove it.', actual: names }];
}

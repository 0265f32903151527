import { cutText } from '../../kernel/cut-text.ts';
import type { ContentRules } from '../../platforms/contract/content-rules.ts';
import type { AdaptationNote, SourceContent } from './adaptable-content.ts';
import { cleanText } from './text/clean-text.ts';

/** Topics as categories and keywords as tags, each once and so many as the platform takes of them. */
export function adaptTerms(
  { topics = [], keywords = [] }: SourceContent,
  { terms: rule, displayName }: ContentRules,
): { categories?: string[]; tags?: string[]; notes: AdaptationNote[] } {
  if (rule === undefined) return { notes: [] };
  const notes: AdaptationNote[] = [];
  const namesOf = (words: readonly string[], field: 'categories' | 'tags') => {
    const all = words.map((word) => cleanText(word).replace(/\s+/g, ' ').trim()).filter((word) => word !== '');
    const names = [...new Map(all.toReversed().map((name) => [name.toLowerCase(), name])).values()].toReversed();
    const fitting = names.filter((name) => name.length <= rule.maxLength).slice(0, rule.max);
    const leftOut = names.filter((name) => !fitting.includes(name));
    if (leftOut.length > 0) {
      const message = `${displayName} takes ${rule.max} ${field} here, each of ${rule.maxLength} characters. Left out: ${leftOut.map((name) => cutText(name, 100)).join(', ')}.`;
      notes.push({ code: 'terms_left_out', field: `/platformSpecific/${field}`, message });
    }
    return fitting.length > 0 && { [field]: fitting };
  };
  return { ...namesOf(topics, 'categories'), ...namesOf(keywords, 'tags'), notes };
}

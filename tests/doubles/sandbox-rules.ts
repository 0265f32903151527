import type { DoubleAnswer } from './http-double.ts';

export interface SandboxDoublePost {
  id: string;
  url: string;
  createdAt: string;
  sent: Record<string, unknown>;
}

const FIELDS = ['text', 'title', 'mediaUrls', 'linkUrl', 'behaviour'];

/** @throws DoubleAnswer */
export function checkFields(sent: Record<string, unknown>, further: string[]): void {
  const unknown = Object.keys(sent).find((key) => !FIELDS.includes(key) && !further.includes(key));
  if (unknown !== undefined) throw problem(422, 'unknown_field', `There is no field ${unknown}.`);
  const { text } = sent;
  if (typeof text !== 'string' || text === '') throw problem(422, 'text_required', 'A text is required.');
  if ([...new Intl.Segmenter().segment(text)].length > 500)
    throw problem(422, 'text_too_long', 'At most 500 characters.');
}

export function problem(status: number, code: string, detail: string): DoubleAnswer {
  const body = JSON.stringify({ type: `https://herald.example/problems/${code}`, title: code, status, code, detail });
  return { status, headers: { 'content-type': 'application/problem+json' }, body };
}

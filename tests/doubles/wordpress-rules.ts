import type { DoubleAnswer } from './http-double.ts';

export interface WordpressPost {
  id: number;
  slug: string;
  status: string;
  date: string | null;
  title: string;
  /** The fields as they were sent last. */
  sent: Record<string, unknown>;
}

export interface WordpressMedia {
  id: number;
  slug: string;
  source_url: string;
  bytes: Buffer;
  title?: string;
  altText?: string;
  /** The post that it was uploaded to. */
  parent?: number;
  /** In UTC, without saying so. */
  date_gmt: string;
}

type Check = (value: unknown) => boolean;

const isText: Check = (value) => typeof value === 'string';
const isIdList: Check = (value) => Array.isArray(value) && value.every(Number.isInteger);
const isOneOf =
  (...values: string[]): Check =>
  (value) =>
    values.includes(value as string);

const fields: Record<string, Check> = {
  title: isText,
  content: isText,
  excerpt: isText,
  slug: (value) => typeof value === 'string' && /^[a-z0-9-]*$/.test(value),
  status: isOneOf('publish', 'future', 'draft', 'pending', 'private'),
  featured_media: Number.isInteger,
  categories: isIdList,
  tags: isIdList,
  meta: (value) => typeof value === 'object',
  format: isOneOf('standard', 'aside', 'chat', 'gallery', 'link', 'image', 'quote', 'status', 'video', 'audio'),
  sticky: (value) => typeof value === 'boolean',
  comment_status: isOneOf('open', 'closed'),
};

/** Stricter than WordPress in one point: it drops unknown fields in silence. @throws DoubleAnswer */
export function checkPostFields(sent: Record<string, unknown>): void {
  for (const [name, value] of Object.entries(sent)) {
    const check = fields[name];
    if (check === undefined || !check(value)) {
      throw refusal(400, 'rest_invalid_param', `Invalid parameter(s): ${name}`, {
        [name]: `Invalid parameter: ${name}.`,
      });
    }
  }
}

export function refusal(status: number, code: string, message: string, params?: Record<string, string>): DoubleAnswer {
  return { status, body: { code, message, data: { status, ...(params !== undefined && { params }) } } };
}

const letters: Record<string, string> = { ß: 's', å: 'a', ø: 'o', æ: 'ae', œ: 'oe', ł: 'l', ı: 'i', đ: 'd', þ: 'th' };

/** As a site in English makes a slug of a title: Latin letters without their marks, other scripts percent-encoded. */
export function slugOf(title: string): string {
  const plain = title
    .replace(/&[^;\s]{1,8};/g, '')
    .toLowerCase()
    .replace(/[ßåøæœłıđþ]/g, (letter) => letters[letter]!)
    .normalize('NFD')
    .replace(/([a-z])\p{M}+/gu, '$1')
    .normalize('NFC')
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, '-')
    .replace(/^-+|-+$/g, '');
  return encodeURIComponent(plain).toLowerCase();
}

export type ImageType = 'image/jpeg' | 'image/png' | 'image/gif' | 'image/webp' | 'image/avif';

/** What files begin with, as MIME types. `at`: where, in bytes; default: at the start. */
const beginnings: { type: string; text: string; at?: number }[] = [
  { type: 'image/jpeg', text: '\xff\xd8\xff' },
  { type: 'image/png', text: '\x89PNG\r\n\x1a\n' },
  { type: 'image/gif', text: 'GIF87a' },
  { type: 'image/gif', text: 'GIF89a' },
  { type: 'image/webp', text: 'WEBP', at: 8 },
  { type: 'video/webm', text: '\x1aE\xdf\xa3' },
  { type: 'application/pdf', text: '%PDF-' },
  { type: 'image/bmp', text: 'BM' },
  { type: 'image/tiff', text: 'II*\0' },
  { type: 'image/tiff', text: 'MM\0*' },
  { type: 'image/jxl', text: '\xff\x0a' },
  { type: 'audio/mpeg', text: 'ID3' },
  { type: 'application/zip', text: 'PK\x03\x04' },
];

const MARKUP = /^(?:<!doctype html|<html|<head|<body|<script|<!--)/i;
const SVG = /^<svg[\s>]/i;

/** Files of boxes name what they are among their brands. */
const brands: [string, string][] = [
  ['avif', 'image/avif'],
  ['avis', 'image/avif'],
  ['heic', 'image/heic'],
  ['heix', 'image/heic'],
  ['mif1', 'image/heic'],
  ['msf1', 'image/heic'],
  ['qt  ', 'video/quicktime'],
];

/** What a file is by its first bytes, whatever its name and its server say; undefined for what they do not tell. */
export function fileType(bytes: Buffer): string | undefined {
  const head = bytes.toString('latin1', 0, 512);
  const found = beginnings.find(({ text, at = 0 }) => head.startsWith(text, at));
  if (found !== undefined) return found.type;
  if (head.startsWith('ftyp', 4)) {
    const named = head.slice(8, Math.max(12, Math.min(bytes.readUInt32BE(0), 512)));
    return brands.find(([brand]) => named.includes(brand))?.[1] ?? 'video/mp4';
  }
  const text = head.replace(/^\xef\xbb\xbf/, '').trimStart();
  if (SVG.test(text)) return 'image/svg+xml';
  return MARKUP.test(text) ? 'text/html' : undefined;
}

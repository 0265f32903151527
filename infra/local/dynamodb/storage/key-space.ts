/**
 * The key ranges of the one store. Every key is ASCII up to its last part, and parts are joined by `~`, which no
 * table or index name can contain. Items and their index entries keep dynalite's own key format behind the prefix.
 */
export interface KeyRange {
  gt?: string;
  gte?: string;
  lt?: string;
  lte?: string;
}

/** One write of a batch that is stored as a whole. */
export type BatchOperation = { type: 'put'; key: string; value: unknown } | { type: 'del'; key: string };

const SEQUENCE_DIGITS = 21;
const SECOND_DIGITS = 12;

export const SEQUENCE_KEY = 'sequence';

export const tablePrefix = 'table~';
export const tableKey = (table: string) => `${tablePrefix}${table}`;
export const itemPrefix = (table: string) => `item~${table}~`;
export const indexPrefix = (table: string, index: string) => `index~${table}~${index}~`;
export const everyIndexPrefix = (table: string) => `index~${table}~`;
export const recordPrefix = (table: string) => `record~${table}~`;
export const recordKey = (table: string, sequenceNumber: string) => `${recordPrefix(table)}${sequenceNumber}`;
export const expiryPrefix = (table: string) => `expiry~${table}~`;
export const expiryKey = (table: string, second: number, itemKey: string) =>
  `${expiryPrefix(table)}${paddedSecond(second)}~${itemKey}`;
export const positionKey = (consumer: string) => `position~${consumer}`;
export const tokenPrefix = 'token~';
export const tokenKey = (generation: number, token: string) => `${tokenPrefix}${paddedSecond(generation)}~${token}`;

/** Zero-padded, so that text order is number order. */
export const paddedSecond = (second: number) => String(second).padStart(SECOND_DIGITS, '0');
export const paddedSequence = (sequence: number) => String(sequence).padStart(SEQUENCE_DIGITS, '0');

/** All keys behind a prefix that ends in `~`. */
export function rangeOf(prefix: string): { gte: string; lt: string } {
  return { gte: prefix, lt: `${prefix.slice(0, -1)}\x7f` };
}

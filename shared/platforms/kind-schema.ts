import * as z from 'zod';
import type { PlatformKind } from './registry.ts';

/**
 * The kind of a stored account or post. It was checked against the registry when the account was connected. No enum of the
 * registry's names: that would load every adapter into each function that only reads and shows items.
 */
export const platformKindSchema = z.string() as unknown as z.ZodType<PlatformKind, PlatformKind>;

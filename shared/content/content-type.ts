import * as z from 'zod';

/** Where a content comes from. */
export const contentTypeSchema = z.enum(['generated', 'manual', 'repurposed', 'curated']);

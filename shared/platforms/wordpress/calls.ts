// What goes out, in one file that is loaded with the first call.
export { verify } from './account.ts';
export { deletePost } from './delete.ts';
export { discard } from './discard.ts';
export { find } from './find.ts';
export { getMetrics } from './metrics.ts';
export { prepare } from './prepare.ts';
export { publish } from './publish.ts';
export { update } from './update.ts';

// What goes out, in one file that is loaded with the first call.
export { verify } from './account.ts';
export { deletePost } from './delete.ts';
export { discard } from './discard.ts';
export { find, findContainer } from './find.ts';
export { getMetrics } from './metrics.ts';
export { prepare } from './prepare.ts';
export { publish, publishBlind, publishContainer } from './publish.ts';

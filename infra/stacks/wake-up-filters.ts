import { ACCOUNT_SORT_KEY } from '../../shared/accounts/keys.ts';
import { type DistributionStatus, distributionStatuses } from '../../shared/posts/model/distribution.ts';
import { DISTRIBUTION_SORT_KEY, postPrefixes } from '../../shared/posts/model/keys.ts';

/** A worker has the post by then: a move between these asks for no wake-up, and none is left but what Scheduler deletes. */
const goesOut: readonly DistributionStatus[] = ['preparing', 'publishing', 'published'];
const others = distributionStatuses.filter((status) => !goesOut.includes(status));

const post = { Keys: { sk: { S: [DISTRIBUTION_SORT_KEY] } } };
const status = (...names: readonly DistributionStatus[]) => ({ status: { S: names } });

/**
 * Which records of the table's stream `syncSchedules` has to see, in Lambda's pattern language; a record that matches none
 * is never delivered. Four of five writes of a post that simply goes out match none.
 */
export const wakeUpFilters = [
  { dynamodb: { Keys: { sk: { S: [ACCOUNT_SORT_KEY, { prefix: postPrefixes.continuation }] } } } },
  { dynamodb: { ...post, NewImage: status(...others) } },
  // What ends straight from the schedule leaves a wake-up behind.
  { dynamodb: { ...post, OldImage: status('scheduled'), NewImage: status('published') } },
  // What was prepared for an older text has to be taken away.
  { dynamodb: { ...post, OldImage: { ...status('scheduled'), preparedText: { N: [{ exists: true }] } } } },
  { eventName: ['REMOVE'], dynamodb: post },
];

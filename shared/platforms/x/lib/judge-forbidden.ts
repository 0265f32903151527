import type { Judgement } from '../../http/refusal.ts';
import type { XRefusal } from './x-refusal.ts';

interface Forbidden {
  /** The post that was to be answered. */
  parent: string | undefined;
  /** When the limit of the day resets, where X says so. */
  retryAt: number | undefined;
}

interface Rule {
  /** X's codes of old, which the new API still sends now and then. */
  codes?: readonly number[];
  /** Part of the address of the problem. */
  type?: string;
  /** Part of a sentence, in lower case: most answers of the new API have nothing else. */
  says?: readonly string[];
  judge(given: Forbidden): Judgement;
}

/** X answers 403 to almost everything. The first rule that fits says what is meant; the order is from the plainest sign on. */
const rules: Rule[] = [
  {
    codes: [187],
    says: ['duplicate content', 'status is a duplicate'],
    judge: () => ({
      failure: { class: 'DUPLICATE' },
      remedy: 'X has the same text from this account already: change the text.',
    }),
  },
  {
    // Too many posts of a day, for the account (185) or for its kind of account (344).
    codes: [185, 344],
    says: ['over daily status update limit', 'reached your daily limit'],
    judge: ({ retryAt }) => ({
      failure: { class: 'DAILY_CAP', retryAt },
      remedy: "The account's limit of the day is reached. It is tried again on the next day.",
    }),
  },
  {
    codes: [186],
    says: ['needs to be a bit shorter'],
    judge: () => ({ failure: { class: 'CONTENT_REJECTED', field: '/body' }, remedy: 'Make the text shorter.' }),
  },
  {
    codes: [385],
    says: ['deleted or not visible to you'],
    judge: ({ parent }) => ({
      failure: { class: 'NOT_FOUND' },
      remedy: `The post that this one answers${parent === undefined ? '' : ` (${parent.slice(0, 40)})`} is deleted, or the account may not see it: answer another one, or none.`,
    }),
  },
  {
    codes: [226],
    says: ['looks like it might be automated'],
    judge: () => ({
      failure: { class: 'ACCOUNT_PROBLEM' },
      remedy: 'X takes the account for automated: log in at x.com, clear what it asks for, then publish again.',
    }),
  },
  {
    codes: [64, 326],
    says: ['suspended', 'locked'],
    judge: () => ({
      failure: { class: 'ACCOUNT_PROBLEM' },
      remedy: 'Log in at x.com and clear what X holds against the account.',
    }),
  },
  {
    type: 'oauth1-permissions',
    says: ['oauth1 app permissions'],
    judge: () => ({
      failure: { class: 'PERMISSION' },
      remedy:
        'Set the app to "Read and write" in the developer portal, make a new access token and secret there (old ones keep their old rights), and reconnect the account with them.',
    }),
  },
  {
    type: 'unsupported-authentication',
    judge: () => ({
      failure: { class: 'RECONNECT' },
      remedy: 'Reconnect with user credentials: X takes no app-only token here.',
    }),
  },
  {
    type: 'client-forbidden',
    says: ['not permitted to access this feature'],
    judge: () => ({ failure: { class: 'OPERATOR' }, remedy: "Check the developer app's plan and permissions at X." }),
  },
  {
    says: ['not permitted to perform this action'],
    judge: () => ({
      failure: { class: 'CONTENT_REJECTED' },
      remedy:
        'Check that the access has the scopes tweet.write and media.write, and that the account may post this text.',
    }),
  },
];

export function judgeForbidden(refused: XRefusal, given: Forbidden): Judgement {
  const said = refused.said.slice(0, 2_000).toLowerCase();
  const fits = ({ codes = [], type, says = [] }: Rule) =>
    refused.hasCode(...codes) ||
    (type !== undefined && refused.type?.includes(type) === true) ||
    says.some((part) => said.includes(part));
  return (
    rules.find(fits)?.judge(given) ?? {
      failure: { class: 'PERMISSION' },
      remedy: 'Reconnect the account with the scopes tweet.write and media.write.',
    }
  );
}

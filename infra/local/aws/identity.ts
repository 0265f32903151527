/** The account and region that the local cloud plays. */
export const REGION = 'us-east-1';
export const ACCOUNT_ID = '000000000000';

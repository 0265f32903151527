import { ACCOUNT_ID, REGION } from './identity.ts';

const arn = (service: string, resource: string) => `arn:aws:${service}:${REGION}:${ACCOUNT_ID}:${resource}`;

export const tableArn = (table: string) => (table.startsWith('arn:') ? table : arn('dynamodb', `table/${table}`));
export const queueArn = (queue: string) => arn('sqs', queue);
export const eventBusArn = (bus: string) => (bus.startsWith('arn:') ? bus : arn('events', `event-bus/${bus}`));
export const scheduleArn = (group: string, name: string) => arn('scheduler', `schedule/${group}/${name}`);
export const scheduleGroupArn = (group: string) => arn('scheduler', `schedule-group/${group}`);
export const secretArn = (name: string, suffix: string) => arn('secretsmanager', `secret:${name}-${suffix}`);
export const keyArn = (id: string) => (id.startsWith('arn:') ? id : arn('kms', `key/${id}`));
export const bucketArn = (bucket: string) => `arn:aws:s3:::${bucket}`;

/** Rules of the default bus carry no bus in their ARN. */
export const ruleArn = (bus: string, rule: string) =>
  arn('events', bus === 'default' ? `rule/${rule}` : `rule/${bus}/${rule}`);

/** The last part of a queue's ARN or URL. */
export const queueNameOf = (arnOrUrl: string) => arnOrUrl.split(/[:/]/).at(-1) ?? '';

/** A bus is named by its name or by its ARN; without either it is the default bus. */
export const busNameOf = (nameOrArn: string | undefined) => nameOrArn?.split('/').at(-1) || 'default';

export const serviceOf = (resourceArn: string) => resourceArn.split(':')[2] ?? '';

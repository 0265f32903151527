import { Duration } from 'aws-cdk-lib';
import { Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import type { Function as LambdaFn } from 'aws-cdk-lib/aws-lambda';
import { SqsDestination } from 'aws-cdk-lib/aws-lambda-destinations';
import { Construct } from 'constructs';
import { DeadLetterQueue } from './dead-letter-queue.ts';

export interface PeriodicTriggerProps {
  fn: LambdaFn;
  every: Duration;
}

/**
 * Runs a function periodically. Its dead-letter queue holds both the ticks that EventBridge could not hand to Lambda
 * and those the function failed at three times. The queue is in this stack and not with the data: its policy names the rule.
 */
export class PeriodicTrigger extends Construct {
  readonly deadLetters: DeadLetterQueue;

  constructor(scope: Construct, id: string, { fn, every }: PeriodicTriggerProps) {
    super(scope, id);
    this.deadLetters = new DeadLetterQueue(this, 'DeadLetters');
    fn.configureAsyncInvoke({ retryAttempts: 2, onFailure: new SqsDestination(this.deadLetters) });
    new Rule(this, 'Rule', {
      schedule: Schedule.rate(every),
      targets: [
        new LambdaFunction(fn, {
          deadLetterQueue: this.deadLetters,
          // The next tick does the same work, so an old one is useless.
          retryAttempts: 2,
          maxEventAge: Duration.minutes(10),
        }),
      ],
    });
  }
}

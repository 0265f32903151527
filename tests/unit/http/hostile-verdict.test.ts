import { expect, it } from 'vitest';
import { isGood, type Outcome } from '../../hostile/verdict.ts';

const good: Outcome = {
  late: [20, 900, 1_400],
  statuses: { published: 3 },
  deaths: [],
  report: { answers: { sites: { '2xx': 5, '4xx': 3 }, flood: { '2xx': 9, '429': 4 } }, slowest: {}, faults: [] },
};
const withAnswers = (answers: Outcome['report']['answers']): Outcome => ({
  ...good,
  report: { ...good.report, answers },
});

it('is good where the attacks took place and harmed nobody', () => {
  expect(isGood(good)).toBe(true);
});

it.each<[string, Outcome]>([
  ['a late post', { ...good, late: [20, 900, 2_400] }],
  ['a lost post', { ...good, statuses: { published: 2, scheduled: 1 } }],
  ['a dead process', { ...good, deaths: ['Publish: Runtime exited'] }],
  ['a fault', { ...good, report: { ...good.report, faults: ['texts: POST /contents 500'] } }],
  ['an attack that was refused as a whole', withAnswers({ sites: { '4xx': 8 }, flood: { '2xx': 9 } })],
  ['no attack', withAnswers({})],
])('is not good with %s', (_, outcome) => {
  expect(isGood(outcome)).toBe(false);
});

/**
 * The ids of examples in the API's document, by resource. The test that sends the examples puts the ids of things that
 * exist in their place.
 */
export const exampleIds = {
  platforms: '01980f3e-7a10-7000-8000-000000000001',
  distributions: '01980f3e-7a10-7000-8000-000000000002',
  contents: '01980f3e-7a10-7000-8000-000000000003',
  'cross-posts': '01980f3e-7a10-7000-8000-000000000004',
  rules: '01980f3e-7a10-7000-8000-000000000005',
  links: '01980f3e-7a10-7000-8000-000000000006',
  imports: '01980f3e-7a10-7000-8000-000000000007',
  feeds: '01980f3e-7a10-7000-8000-000000000008',
  series: '01980f3e-7a10-7000-8000-000000000009',
  'api-keys': '01980f3e7a1070008000000000000010',
} as const;

/** Examples stay in the future, however old a deployment is: they are of the spring of the next year. */
const year = new Date().getUTCFullYear() + 1;

/** A day of the examples; of a month near enough for every platform's window. */
export const exampleDay = (monthAndDay: `${number}-${number}`): string => `${year}-${monthAndDay}`;

import type { ErrorCode } from './error-table.ts';

/** Every code that one of the `errors` of a problem can have, and what it says. `docs/errors.md` is made from it. */
export const problemCodes = {
  // The shape of a request.
  required: 'A field is missing.',
  unknown_field: 'There is no such field here.',
  invalid_type: 'The value has another type.',
  invalid_value: 'The value is not one of those that are possible.',
  invalid_format: 'The text is not written as it must be.',
  invalid_union: 'The value has none of the possible forms.',
  invalid_key: 'A key of an object is not possible.',
  invalid_element: 'An entry is not possible.',
  not_multiple_of: 'The number is not a multiple of what is needed.',
  too_small: 'The value, text or list is below its limit.',
  too_big: 'The value, text or list is above its limit.',
  repeated: 'The same thing is named twice.',
  exactly_one: 'Exactly one of two fields is needed.',
  invalid_cursor: 'The cursor is not one that this list gave.',
  too_large: 'The answer would have more bytes than Herald can send.',
  unknown_kind: 'There is no such kind of platform.',
  unknown_platform: 'There is no platform with this id.',
  unknown_format: 'The content type does not say what kind of file it is.',

  // The time.
  not_a_time: 'The text is neither a time nor a word that has Herald find one.',
  needs_timezone: 'The time has no offset and no time zone.',
  unknown_timezone: 'There is no such time zone.',
  time_in_past: 'The time has passed.',
  time_too_far: 'The time is more than five years ahead.',
  too_soon: 'The time is nearer than the platform allows (`minLeadMinutes`).',
  too_far: 'The time is further than the platform allows (`maxLeadDays`).',
  window_closed: 'No time is both near and far enough for the platform.',
  draft_with_time: 'A draft has no time.',
  no_free_slot: 'The calendar of the platform has no free slot.',
  no_free_time: 'No time within a week is free.',
  posts_per_hour: 'The hour has as many posts as the platform takes.',
  posts_per_day: 'The day has as many posts as the platform takes.',
  min_interval: 'Another post is nearer than the platform allows.',
  same_text: 'The same text goes out within 24 hours.',
  slot_locked: 'The slot at this time is locked.',
  zone_changed: 'The rules of the time zone have changed since the time was planned.',
  no_occurrence: 'The rule has no occurrence.',
  rule_ended: 'The rule ended before now.',
  rule_too_complex: 'The rule takes too long to work out.',
  too_rare: 'The rule comes too rarely.',

  // The content.
  title_required: 'The platform needs a title.',
  title_too_long: 'The title is longer than the platform takes.',
  text_required: 'The platform needs a text.',
  text_too_short: 'The text is shorter than the platform takes.',
  text_too_long: 'The text is longer than the platform takes.',
  text_too_many_bytes: 'The text has more bytes than the platform takes.',
  too_many_media: 'There are more media than the platform takes.',
  too_many_parts: 'The thread has more posts than the platform takes.',
  too_many_cashtags: 'There are more cashtags than the platform takes.',
  thread_and_first_comment: 'A post has a thread or a first comment, not both.',
  repeated_part: 'Two posts of a thread have the same text.',

  // A file of an import.
  not_json: 'A line is not JSON.',
  not_an_object: 'A line is JSON and not an object.',
  not_utf8: 'The file is not text in UTF-8.',
  too_deep: 'A line is nested too deeply.',
  no_rows: 'The file has no rows.',
  too_many_rows: 'The file has more rows than an import takes.',
  unknown_column: 'There is no such column.',
  duplicate_column: 'A column is there twice.',
  missing_column: 'A column is missing that every row needs.',
  wrong_cell_count: 'A row has more or fewer cells than there are columns.',
  unreadable_cell: 'A cell does not hold what its column says.',
  unreadable_csv: 'The file is not CSV.',
  duplicate_key: 'Two rows have the same key.',
  duplicate_row: 'Two rows have the same text for the same platform within 24 hours.',
} as const;

/** A platform of a cross-post or a row that is refused as a whole has the code of the refusal. */
export type ProblemCode = keyof typeof problemCodes | ErrorCode;

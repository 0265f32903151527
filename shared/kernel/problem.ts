/** One thing that is wrong with an input: what, where, and what to do. `field` is a JSON pointer, e.g. `/mediaUrls/4`. */
export interface ContentProblem {
  field: string;
  /** Stable machine name, e.g. `text_too_long`. */
  code: string;
  message: string;
  remedy: string;
  limit?: number | string;
  actual?: number | string;
}

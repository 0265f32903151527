import type { NewDistribution } from '../../posts/model/distribution-input.ts';

/** A row that can become a post. */
export interface ValidRow {
  line: number;
  /** Of the post that it makes, here or in an earlier import. */
  id: string;
  /** The post that an export took it from, where the key names one. */
  exportedId?: string | undefined;
  input: NewDistribution;
}

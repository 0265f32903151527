import { describe, expect, it } from 'vitest';
import { ownerLabelNames } from '../../../shared/content/owner-labels.ts';
import { newSourceContentSchema, sourceContentPatchSchema } from '../../../shared/content/source-content.ts';
import { exportColumns, importColumns } from '../../../shared/imports/rows/columns.ts';
import { distributionSchema } from '../../../shared/posts/model/distribution.ts';
import { distributionPatchSchema, newDistributionSchema } from '../../../shared/posts/model/distribution-input.ts';
import { distributionViewSchema } from '../../../shared/posts/model/distribution-view.ts';
import { labelNames, labelsOf, newLabels, newSharedLabels, patchLabels } from '../../../shared/posts/model/labels.ts';
import { seriesSchema } from '../../../shared/series/model/series.ts';
import { newSeriesSchema, seriesPatchSchema } from '../../../shared/series/model/series-input.ts';
import { aDistribution } from '../../support/factories.ts';

const ids = {
  contentId: '0198b0a0-0000-7000-8000-000000000001',
  verticalId: '0198b0a0-0000-7000-8000-000000000002',
  clientId: '0198b0a0-0000-7000-8000-000000000003',
};
const said = {
  ...ids,
  businessUnit: 'Books',
  variantGroup: 'spring',
  contentType: 'curated',
  isControl: true,
} as const;

describe('a label of a post', () => {
  it.each(labelNames)('%s is declared once and is in requests, states, views, imports and exports', (name) => {
    for (const schema of [newDistributionSchema, distributionPatchSchema, distributionSchema, distributionViewSchema]) {
      expect(Object.keys(schema.shape)).toContain(name);
    }
    expect(importColumns).toContain(name);
    expect(exportColumns).toContain(name);
  });

  it.each(ownerLabelNames)('%s, which says whom it is for, is also in contents and series', (name) => {
    const contents = [newSourceContentSchema, sourceContentPatchSchema];
    for (const schema of [...contents, newSeriesSchema, seriesPatchSchema, seriesSchema]) {
      expect(Object.keys(schema.shape)).toContain(name);
    }
  });

  it('is kept as it was said, and a state gives back every one', () => {
    expect(newLabels(said)).toEqual(said);
    expect(labelsOf(aDistribution({ ...said, title: 'Not a label' }))).toEqual(said);
  });

  it('stays where a patch does not name it, changes where it does, and null takes it away', () => {
    expect(patchLabels(said, {})).toEqual(said);
    expect(patchLabels(said, { businessUnit: 'Games', clientId: null })).toEqual({
      ...said,
      businessUnit: 'Games',
      clientId: undefined,
    });
  });

  it('of a series comes from the post that it repeats, where the request says none', () => {
    const { variantGroup, isControl, ...shared } = said;
    expect(newSharedLabels({}, said)).toEqual(shared);
    expect(newSharedLabels({ businessUnit: 'Games' }, said)).toEqual({ ...shared, businessUnit: 'Games' });
    expect(newSharedLabels({}, undefined).contentType).toBe('manual');
  });
});

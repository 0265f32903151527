import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Tests of clouds first: they take longest. Files of one project follow each other, as they share their processes. */
const projects = ['e2e', 'whole', 'unit'];

/** The last of their project, in this order: they move the clock of the cloud that they share to changes of a zone's clocks. */
const farthest = ['series.test.ts', 'calendar-clock-changes.test.ts'];

/** Vitest's own order, but for projects, and for what others are not to come after. */
export class FileOrder extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const rank = ({ project, moduleId }: TestSpecification) =>
      projects.indexOf(project.name) * 10 + farthest.findIndex((name) => moduleId.endsWith(`/${name}`)) + 1;
    return sorted.sort((one, other) => rank(one) - rank(other));
  }
}

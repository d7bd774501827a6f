import { relative } from 'node:path';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/**
 * Files that take longest, longest first. Without this, a fresh checkout begins with the largest files, and
 * one of these runs alone at the end, while the other processors have nothing to do. (Vitest only knows how
 * long files took in its last run.)
 */
const longest = [
  'test/process/killed-undo.test.ts',
  'test/process/faults.test.ts',
  'test/process/backup.test.ts',
  'test/process/import-command.test.ts',
  'test/storage/database/embedded.test.ts',
  'test/properties/date-phrases.test.ts',
  'test/process/',
  'test/properties/',
  'test/csv/memory.test.ts',
  'test/journeys/refused-by-slack.test.ts',
  'test/journeys/planted-markup.test.ts',
  'test/storage/database/',
  'test/journeys/',
  'test/audience/imports/',
  'test/storage/',
  'test/cli/',
  'test/audience/',
  'test/http/',
];

// Vitest requires a class.
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification): number => {
      const path = relative(this.ctx.config.root, moduleId);
      const found = longest.findIndex((start) => path.startsWith(start));
      return found === -1 ? longest.length : found;
    };
    const sorted = await super.sort(files);
    return sorted.sort((one, other) => rank(one) - rank(other));
  }
}

import type { RunnerKind } from '../../storage/jobs/kinds.ts';
import { resultsHandler } from '../campaigns/results-handler.ts';
import type { ResultsPostingOptions } from '../campaigns/results-posting.ts';
import { campaignHandler } from '../campaigns/start-handler.ts';
import { type ImportJobOptions, importHandler } from '../imports/import-handler.ts';
import { mailHandler } from '../mail/handler.ts';
import { digestHandler } from '../watches/digest-handler.ts';
import { firstSizesHandler } from '../watches/first-sizes-handler.ts';
import { postHandler } from '../watches/post-handler.ts';
import type { PostingOptions } from '../watches/posting.ts';
import { sizesHandler } from '../watches/sizes-handler.ts';
import { watchesHandler } from '../watches/watches-handler.ts';
import type { JobHandler } from './handler.ts';

/** What the process tells its handlers. */
export type HandlerOptions = ImportJobOptions & PostingOptions & ResultsPostingOptions;

export type JobHandlers = { [K in RunnerKind]: JobHandler<K> };

/** Every kind of background work and its handler: a kind without a handler doesn't compile. */
export const jobHandlers = (options: HandlerOptions): JobHandlers => ({
  import: importHandler(options),
  campaign: campaignHandler,
  mail: mailHandler,
  sizes: sizesHandler,
  'first-sizes': firstSizesHandler,
  watches: watchesHandler,
  post: postHandler(options),
  digest: digestHandler,
  results: resultsHandler(options),
});

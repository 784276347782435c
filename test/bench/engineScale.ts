import assert from 'node:assert/strict';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { TrainingJobRecord, TrainingJobRequest } from '../../src/engine/services/sagemaker/trainingJobRecord.ts';
import { EngineProcess, temporaryFolder } from '../support/engineProcess.ts';
import { xgboostRequest } from '../support/trainingRequests.ts';
import { timed, type PreparedBenchmark } from './benchmark.ts';
import { ready } from './engineCalls.ts';

interface JobPage {
  readonly TrainingJobSummaries: { readonly TrainingJobName: string }[];
  readonly NextToken?: string;
}

const statuses = ['Completed', 'Failed', 'Stopped'] as const;
const nameOf = (at: number): string => `sagemaker-xgboost-2026-11-21-${String(at).padStart(6, '0')}`;

/** The slowest of pages in every order, with every kind of filter, at the start and in the middle of many jobs. */
export async function prepareJobPages(count: number): Promise<PreparedBenchmark> {
  const engine = await EngineProcess.start(await stateWithJobs(count));
  const asks = ['Name', 'CreationTime', 'Status'].flatMap((SortBy) =>
    ['Ascending', 'Descending'].map((SortOrder) => ({ SortBy, SortOrder, MaxResults: 100 })),
  );
  const filters = [{}, { NameContains: '7' }, { StatusEquals: 'Failed' }, { CreationTimeAfter: begin + count / 2 }];
  return {
    async subject() {
      let slowest = 0;
      for (const ask of asks)
        for (const filter of filters) {
          let NextToken: string | undefined;
          for (let page = 0; page < 3; page++) {
            const more = NextToken === undefined ? {} : { NextToken };
            const send = await ready(engine, 'SageMaker.ListTrainingJobs', { ...ask, ...filter, ...more });
            let text = '';
            slowest = Math.max(slowest, await timed(async () => (text = await send())));
            const answer = JSON.parse(text) as JobPage;
            assert.equal(answer.TrainingJobSummaries.length, 100);
            NextToken = answer.NextToken;
          }
        }
      return slowest;
    },
    close: () => engine.remove(),
  };
}

/** From the start of the program until it answers, beside the same with no job. */
export async function prepareEngineStart(count: number): Promise<PreparedBenchmark> {
  const [full, empty] = [await stateWithJobs(count), await temporaryFolder()];
  const start = (state: string) => async () => {
    let engine: EngineProcess | undefined;
    const took = await timed(async () => (engine = await EngineProcess.start(state)));
    await engine?.end();
    return took;
  };
  const subject = start(full);
  await subject(); // the first start of all makes the index
  return {
    subject,
    peer: start(empty),
    close: async () => {
      for (const state of [full, empty]) await rm(state, { recursive: true, force: true });
    },
  };
}

/** Megabytes of an engine that has listed its jobs, beside one with a tenth of them. */
export function prepareJobMemory(count: number, peerCount: number): PreparedBenchmark {
  const measure = (jobs: number) => async () => {
    const state = await stateWithJobs(jobs);
    await (await EngineProcess.start(state)).end();
    const engine = await EngineProcess.start(state);
    try {
      for (let page = 0; page < 20; page++)
        await (
          await ready(engine, 'SageMaker.ListTrainingJobs', { MaxResults: 100, SortBy: 'Name' })
        )();
      return await engine.megabytes();
    } finally {
      await engine.remove();
    }
  };
  return { subject: measure(count), peer: measure(peerCount), close: async () => undefined };
}

const begin = 1_790_000_000;

/** A state directory with finished jobs as the engine itself would have kept them. */
async function stateWithJobs(count: number): Promise<string> {
  const state = await temporaryFolder();
  const folder = join(state, 'training-jobs');
  await mkdir(folder);
  for (let at = 0; at < count; at++) {
    const name = nameOf(at);
    const time = begin + at;
    const status = statuses[at % statuses.length] ?? 'Completed';
    const record: TrainingJobRecord = {
      arn: `arn:aws:sagemaker:us-east-1:000000000000:training-job/${name}`,
      request: xgboostRequest(name) as TrainingJobRequest,
      status,
      secondaryStatus: status,
      transitions: [{ Status: status, StartTime: time, EndTime: time + 60, StatusMessage: 'Training job ended' }],
      creationTime: time,
      lastModifiedTime: time + 60,
      trainingEndTime: time + 60,
      finalMetrics: [{ MetricName: 'validation:rmse', Value: 1 / (at + 1), Timestamp: time + 60 }],
    };
    await writeFile(join(folder, `${name}.json`), JSON.stringify(record));
  }
  return state;
}

import type { DescribeModelOutput, DescribeTrainingJobResponse } from '@aws-sdk/client-sagemaker';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { RunDefaults } from '../../jobs/aws/runDefaults.ts';
import { PredictionMemory } from '../../jobs/predictions/predictionMemory.ts';
import {
  columnsProblem,
  labelNameOf,
  labelValuesOf,
  rowsFileOf,
  sentColumns,
  type RowsAnswers,
} from '../../jobs/predictions/rowsAnswers.ts';
import { transformBucket } from '../../jobs/predictions/startTransform.ts';
import { firstRowsNote, mostResultRows } from '../../jobs/predictions/transformResults.ts';
import { transformSummary } from '../../jobs/predictions/transformSummary.ts';
import { walkSteps } from '../../jobs/wizard/stepWalk.ts';
import { runRowsTaking } from '../../jobs/wizard/tableRunner.ts';
import type { PredictionsContent } from '../../sagemaker/predictions/predictionsModel.ts';
import type { Session } from '../../sagemaker/session.ts';
import { modelOfJob, modelRequest } from '../../sagemaker/deploy/deployableModel.ts';
import { madeModel } from '../../sagemaker/deploy/madeModel.ts';
import { partName, proposedName } from '../../sagemaker/deploy/deployNames.ts';
import { describeTrainingJob } from '../../sagemaker/trainingJobs.ts';
import { modelKind } from '../../sagemaker/resources/kinds/modelKind.ts';
import type { RunnerWish } from '../../shared/node/runnerWish.ts';
import { messageOf } from '../../shared/errors.ts';
import { confirmChange } from '../connections/confirmChange.ts';
import { commands } from '../contributions/ids.ts';
import type { UiParts } from '../parts.ts';
import { ActivityNotification } from '../jobs/activityNotification.ts';
import { wishFor } from '../endpoints/servingWish.ts';
import { tableSurvey } from '../jobs/train/dataStep.ts';
import { pickResource } from '../resources/pickResources.ts';
import type { ResourceTarget } from '../resources/resourceTarget.ts';
import { requireTrust } from '../trust.ts';
import { sessionOf } from './invocationSender.ts';
import { knownColumns } from './knownColumns.ts';
import { fileStep, lookAt, rowSteps, type RowStepsParts } from './rowSteps.ts';
import { runTransform, type ReadyTransform } from './runTransform.ts';
import type { PredictionsPanels } from './predictionsPanels.ts';
import { tableProgram } from './tableProgram.ts';
import { instanceSteps, usualInstance, type TransformAnswers } from './transformSteps.ts';

/**
 * **SageMaker: Batch Transform…**: runs a file through a model and opens the output beside the input. Called with a file of the explorer, a
 * model's or completed training job's row, or with nothing. Until the person has confirmed, nothing is made and nothing is sent.
 */
export function batchTransformCommand(parts: UiParts, panels: PredictionsPanels) {
  const memory = new PredictionMemory(parts.workspaceMemory);
  const program = tableProgram(parts.extensionUri);
  const survey = tableSurvey(program);
  return async (...args: unknown[]): Promise<void> => {
    requireTrust('uploaded');
    const file = args[0] instanceof vscode.Uri ? args[0] : undefined;
    const source = await pickResource(parts.connections, file === undefined ? args : [], {
      kinds: ['model', 'trainingJob'],
      accepts: ({ id }, { status }) => id === 'model' || status === 'Completed',
      title: 'Batch Transform',
      none: 'There is no model and no completed training job: train a model first.',
      instead: { 'Train a Model': commands.train, 'Open the Example': commands.openExample },
    });
    if (source === undefined) return;
    const session = await sessionOf(source, undefined);
    const wish = await transformWish(source, session, parts);
    if (wish === undefined) return;
    const trained = knownColumns(source, session, parts);
    const steps: RowStepsParts = { title: `Batch Transform with ${source.name}`, memory, survey, trained };
    const start: TransformAnswers = file === undefined ? {} : { file: await lookAt(file, survey) };
    const folder = await mkdtemp(join(tmpdir(), 'sagemaker-rows-'));
    try {
      const ready = await walkSteps<TransformAnswers, ReadyTransform | undefined>(
        start,
        (answers) => [
          ...(file === undefined ? [fileStep<TransformAnswers>(steps)] : []),
          ...rowSteps(answers, steps),
          ...instanceSteps(session, steps.title),
        ],
        (answers) => prepare(answers, { source, session, wish, trained, copy: join(folder, 'rows') }),
      );
      if (ready !== undefined) await runTransform(ready, session, { ...parts, panels });
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  };

  /** Makes the copy that is sent, and asks. @returns Undefined when the person does not agree. */
  async function prepare(
    answers: TransformAnswers,
    { source, session, wish, trained, copy }: Prepared,
  ): Promise<ReadyTransform | undefined> {
    const { connection, prices, clients } = session;
    const { file, contentType, instanceType = usualInstance, instanceCount = 1 } = answers;
    if (file === undefined || contentType === undefined) return undefined;
    const activity = new ActivityNotification();
    try {
      activity.show(`Reading ${file.title}…`);
      const task = { file: rowsFileOf(answers), from: 0, count: mostResultRows, copyTo: copy };
      const { rows, copied, hasMore } = await runRowsTaking(program, task, activity.signal);
      activity.show('Looking at the account…');
      const chosen = connection.kind === 'local' ? undefined : new RunDefaults(parts.userMemory).bucketOf(connection);
      const { bucket, isNew: isNewBucket } = await transformBucket(clients, chosen);
      const trainingJob = source.kind === 'trainingJob' ? await describeTrainingJob(clients, source.name) : undefined;
      const now = parts.clock.now();
      const made = trainingJob && (await modelMadeOf(trainingJob, session, instanceType, parts));
      const isNewModel = trainingJob !== undefined && made === undefined;
      const model = isNewModel ? partName(proposedName(source.name), now) : (made ?? source.name);
      const labelName = labelNameOf(answers);
      const { question, facts } = transformSummary(
        {
          title: file.title,
          rows: copied,
          bytes: (await stat(copy)).size,
          columnsProblem: columnsProblem(answers, await trained),
          labelName,
          leftOut: (answers.leftOut ?? []).map((index) => file.table?.columns[index]?.name ?? ''),
          hasHeader: file.table?.hasHeader ?? false,
          model,
          ...(trainingJob !== undefined && (isNewModel ? { newModelOf: source.name } : { madeModelOf: source.name })),
          contentType,
          instanceType,
          instanceCount,
          price: prices.hourly(instanceType, 'Transform', instanceCount),
          bucket,
          isNewBucket,
        },
        connection,
      );
      if (!(await activity.pause(() => agreed(question, facts, source)))) return undefined;
      return {
        source,
        trainingJob: isNewModel ? trainingJob : undefined,
        wish,
        name: partName(proposedName(source.name), now),
        model,
        copy: {
          path: copy,
          name: `${proposedName(file.title.replace(/^.*[\\/]/, ''))}.${endings[file.format]}`,
          bucket,
          isNew: isNewBucket,
        },
        format: file.format,
        contentType,
        instanceType,
        instanceCount,
        content: contentOf(answers, rows, hasMore),
      };
    } catch (error) {
      if (activity.signal.aborted) return undefined;
      throw error;
    } finally {
      activity.dispose();
    }
  }
}

/** What is known before the first question. */
interface Prepared {
  readonly source: ResourceTarget;
  readonly session: Session;
  readonly wish: RunnerWish;
  readonly trained: RowStepsParts['trained'];
  /** Where the rows go that are sent. */
  readonly copy: string;
}

/** How the local engine is to run the model. @returns Undefined when the user cancelled. */
async function transformWish(
  { kind, name }: ResourceTarget,
  { clients, connection }: Session,
  { log }: Pick<UiParts, 'log'>,
): Promise<RunnerWish | undefined> {
  if (connection.kind !== 'local') return { runner: 'auto' };
  const made =
    kind === 'trainingJob'
      ? modelOfJob(await describeTrainingJob(clients, name))
      : containerOf((await modelKind.describe(clients, name)) as DescribeModelOutput);
  return wishFor(connection, made, log.info);
}

/** A model that is just what would be made of the job, as *Deploy…* or an earlier transform made it; undefined where none is found. */
async function modelMadeOf(
  job: DescribeTrainingJobResponse,
  { clients, connection }: Session,
  instanceType: string,
  { log }: Pick<UiParts, 'log'>,
): Promise<string | undefined> {
  const { TrainingJobName: name = '', CreationTime: created } = job;
  const request = modelRequest(modelOfJob(job), { name, region: connection.region, instanceType });
  try {
    return await madeModel(clients, request, { name, created: created?.getTime() });
  } catch (error) {
    // Who may make models may not be allowed to list them.
    log.info(`Which models were made of ${name} is not known: ${messageOf(error)}`);
    return undefined;
  }
}

function containerOf({ PrimaryContainer, Containers = [] }: DescribeModelOutput) {
  const { Image: image = '', Environment: environment = {} } = PrimaryContainer ?? Containers[0] ?? {};
  return { image, environment };
}

const endings = { csv: 'csv', jsonlines: 'jsonl', json: 'jsonl', libsvm: 'libsvm' } as const;

async function agreed(question: string, facts: readonly string[], { place }: ResourceTarget): Promise<boolean> {
  const run = 'Run';
  const detail = facts.join('\n');
  if ((await vscode.window.showInformationMessage(question, { modal: true, detail }, run)) !== run) return false;
  return confirmChange(place, { verb: run, what: 'a batch transform', detail });
}

/** What is kept of the rows here, since the job is not sent the labels. */
function contentOf(
  answers: RowsAnswers & { readonly contentType?: string },
  rows: PredictionsContent['rows'],
  hasMore: boolean,
): PredictionsContent {
  const labelName = labelNameOf(answers);
  const values = labelValuesOf(answers);
  const { title = '', format = 'csv' } = answers.file ?? {};
  return {
    subject: {
      kind: 'transformJob',
      name: '',
      source: title,
      format,
      contentType: answers.contentType ?? '',
      columns: sentColumns(answers),
      ...(labelName !== undefined && { labelName }),
      ...(values && { labelFacts: { values } }),
      notes: hasMore ? [firstRowsNote(rows.length)] : [],
    },
    rows,
    answers: [],
    requests: [],
  };
}

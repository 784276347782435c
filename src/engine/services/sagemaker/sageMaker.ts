import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { loadServiceModel } from '../../../serviceModel/serviceModel.ts';
import type { Clock } from '../../../shared/clock.ts';
import { describeChain } from '../../../shared/errors.ts';
import type { RunnerChooser } from '../../execution/runnerChooser.ts';
import type { PredictorChooser } from '../../hosting/predictorChooser.ts';
import type { ProcessorChooser } from '../../processing/processorChooser.ts';
import type { JsonService } from '../../server/jsonService.ts';
import type { LogStore } from '../../store/logStore.ts';
import type { MetricStore } from '../../store/metricStore.ts';
import type { ObjectStore } from '../../store/objectStore.ts';
import { ResourceStore } from '../../store/resourceStore.ts';
import type { ResourceSummary } from '../../store/resourceSummary.ts';
import { storeMeasurement, storeObservation } from '../monitoring/jobMetrics.ts';
import { emptyLists } from './emptyLists.ts';
import { summarizeEndpointConfig } from './endpoints/endpointConfigRecord.ts';
import { EndpointConfigs } from './endpoints/endpointConfigs.ts';
import { endpointOperations } from './endpoints/endpointOperations.ts';
import { summarizeEndpoint } from './endpoints/endpointRecord.ts';
import { Endpoints } from './endpoints/endpoints.ts';
import { modelOperations } from './models/modelOperations.ts';
import { summarizeModel } from './models/modelRecord.ts';
import { Models } from './models/models.ts';
import { processingJobOperations } from './processing/processingJobOperations.ts';
import { summarizeProcessingJob } from './processing/processingJobRecord.ts';
import { ProcessingJobs } from './processing/processingJobs.ts';
import { createSageMakerService } from './sagemakerService.ts';
import type { NotebookInstances } from './notebooks/notebookInstances.ts';
import { openNotebooks, type NotebooksParts } from './notebooks/openNotebooks.ts';
import { endpointSource } from './search/endpointSource.ts';
import { searchOperations } from './search/searchOperations.ts';
import { trainingJobSource } from './search/trainingJobSource.ts';
import { tuningJobSource } from './search/tuningJobSource.ts';
import { tagOperations } from './tagOperations.ts';
import { trainingJobOperations } from './trainingJobOperations.ts';
import { summarizeRecord } from './trainingJobRecord.ts';
import { TrainingJobs } from './trainingJobs.ts';
import { transformJobOperations } from './transform/transformJobOperations.ts';
import { summarizeTransformJob } from './transform/transformJobRecord.ts';
import { TransformJobs } from './transform/transformJobs.ts';
import { CurveStore } from './tuning/curveStore.ts';
import { tuningJobOperations } from './tuning/tuningJobOperations.ts';
import { summarizeTuningJob } from './tuning/tuningJobRecord.ts';
import { TuningJobs } from './tuning/tuningJobs.ts';

/** What SageMaker's nouns share. */
export interface SageMakerParts extends NotebooksParts {
  readonly stateDirectory: string;
  readonly objects: ObjectStore;
  readonly logs: LogStore;
  readonly metrics: MetricStore;
  readonly runners: Pick<RunnerChooser, 'choose'>;
  readonly processors: Pick<ProcessorChooser, 'choose'>;
  readonly predictors: Pick<PredictorChooser, 'prepare'>;
  /** The bundled worker of transform jobs' DataProcessing. */
  readonly dataProcessingWorkerUrl: URL;
  readonly clock: Clock;
  readonly accountId: string;
  readonly region: string;
  /** Holds one work folder per running job. */
  readonly workDirectory: string;
  /** The engine's own log. */
  readonly report: (line: string) => void;
}

/** All of SageMaker that this engine is: its nouns, and the service that answers for them. */
export class SageMaker {
  private constructor(
    readonly service: JsonService,
    readonly endpoints: Endpoints,
    private readonly trainingJobs: TrainingJobs,
    private readonly tuningJobs: TuningJobs,
    private readonly transformJobs: TransformJobs,
    private readonly processingJobs: ProcessingJobs,
    private readonly notebooks: NotebookInstances,
  ) {}

  /** Opens what is stored of every noun, and settles what an earlier engine left unfinished. */
  static async open(parts: SageMakerParts): Promise<SageMaker> {
    const openStore = <T>(folder: string, summarize: (record: T) => ResourceSummary): Promise<ResourceStore<T>> =>
      ResourceStore.open(join(parts.stateDirectory, folder), summarize, (path, error) =>
        parts.report(`${path} cannot be read and is left alone: ${describeChain(error)}`),
      );
    const trainingJobs = new TrainingJobs({
      ...parts,
      store: await openStore('training-jobs', summarizeRecord),
      parallelJobs: Math.max(2, availableParallelism() - 1),
    });
    trainingJobs.onDidObserve((observation) => storeObservation(parts.metrics, observation));
    trainingJobs.onDidMeasure((measurement) => storeMeasurement(parts.metrics, measurement));
    await trainingJobs.recover();
    const tuningJobs = new TuningJobs({
      ...parts,
      store: await openStore('tuning-jobs', summarizeTuningJob),
      curves: new CurveStore(join(parts.stateDirectory, 'tuning-curves')),
      trainingJobs,
    });
    await tuningJobs.recover();
    const models = new Models({ ...parts, store: await openStore('models', summarizeModel) });
    const transformJobs = new TransformJobs({
      ...parts,
      store: await openStore('transform-jobs', summarizeTransformJob),
      models,
    });
    await transformJobs.recover();
    const processingJobs = new ProcessingJobs({
      ...parts,
      store: await openStore('processing-jobs', summarizeProcessingJob),
      measureJob: (jobName, usage) => storeMeasurement(parts.metrics, { jobName, usage }, 'ProcessingJobs'),
    });
    await processingJobs.recover();
    const configs = new EndpointConfigs({
      ...parts,
      store: await openStore('endpoint-configs', summarizeEndpointConfig),
      models,
    });
    const endpoints = new Endpoints({
      ...parts,
      store: await openStore('endpoints', summarizeEndpoint),
      configs,
      models,
      random: Math.random,
    });
    await endpoints.recover();
    const notebooks = await openNotebooks(parts, openStore);
    const service = createSageMakerService(await loadServiceModel(), {
      ...trainingJobOperations(trainingJobs),
      ...tuningJobOperations(tuningJobs),
      ...modelOperations(models),
      ...transformJobOperations(transformJobs),
      ...processingJobOperations(processingJobs),
      ...endpointOperations(configs, endpoints),
      ...notebooks.operations,
      ...tagOperations(
        [
          ...[trainingJobs.tagOwner, tuningJobs, models, transformJobs, processingJobs, configs, endpoints],
          ...notebooks.tagOwners,
        ],
        parts,
      ),
      ...searchOperations([
        trainingJobSource(() => trainingJobs.records()),
        tuningJobSource(() => tuningJobs.records()),
        endpointSource(() => endpoints.records()),
      ]),
      ...emptyLists(),
    });
    const { instances } = notebooks;
    return new SageMaker(service, endpoints, trainingJobs, tuningJobs, transformJobs, processingJobs, instances);
  }

  /** Jobs that run or wait for their turn. */
  get activeCount(): number {
    return (
      this.trainingJobs.activeCount +
      this.tuningJobs.activeCount +
      this.transformJobs.activeCount +
      this.processingJobs.activeCount +
      this.endpoints.activeCount +
      this.notebooks.activeCount
    );
  }

  /** Starts what an earlier engine never began; once the engine can be reached, since scripts ask it. */
  startLeft(): void {
    this.trainingJobs.startLeft();
    this.transformJobs.startLeft();
    this.processingJobs.startLeft();
    this.tuningJobs.startLeft();
    this.endpoints.startLeft();
    this.notebooks.startLeft();
  }

  /** Before the engine ends: nothing stays InProgress that nobody runs, and nothing runs on. */
  async abandon(): Promise<void> {
    await this.notebooks.abandon();
    await this.endpoints.abandon();
    await this.tuningJobs.abandon();
    await this.transformJobs.abandon();
    await this.processingJobs.abandon();
    await this.trainingJobs.abandon();
  }
}

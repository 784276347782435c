import { algorithmOf } from '../../catalog/images.ts';
import { UserError } from '../../shared/errors.ts';
import type { DefinitionPath, JsonObject } from '../definitionReader.ts';
import { imagePath, valueAt, withValueAt } from '../trainingJobValue.ts';
import { tunedRanges } from '../tuningValue.ts';
import { sdkJson, sdkString } from './sdkJson.ts';

/** Where a script's archive will stand, and where its job will run. */
export interface ScriptPlace {
  readonly entryPoint: string;
  readonly uri: string;
  readonly region: string;
  readonly jobName: string;
  /** Whether it is run by a tuning job, whose requests know no debugger, profiler and time series of metrics. */
  readonly isTuned: boolean;
}

/** Regions without SageMaker Debugger and Profiler (fw_utils.py of the SageMaker Python SDK 2.257.7). */
const withoutDebugger = new Set([
  ...['us-iso-east-1', 'us-isob-east-1', 'us-gov-east-1', 'ap-southeast-3', 'ap-southeast-4', 'ap-south-2'],
  ...['eu-south-2', 'eu-central-2', 'me-central-1'],
]);

/** Framework versions from which the SDK turns on the time series of metrics (its pytorch and tensorflow estimators). */
const metricsTimeSeriesSince: Readonly<Record<string, readonly [number, number]>> = {
  pytorch: [1, 3],
  tensorflow: [1, 15],
};

/** The SDK's estimators, by which its HyperparameterTuner.attach finds the class of a tuning job (tuner.py of 2.257.7). */
const estimators: Readonly<Record<string, readonly [className: string, module: string]>> = {
  pytorch: ['PyTorch', 'sagemaker.pytorch.estimator'],
  sklearn: ['SKLearn', 'sagemaker.sklearn.estimator'],
  tensorflow: ['TensorFlow', 'sagemaker.tensorflow.estimator'],
  xgboost: ['XGBoost', 'sagemaker.xgboost.estimator'],
};

/**
 * A request that runs a script, as the framework estimators of the SageMaker Python SDK 2.257.7 build it (estimator.py); what the
 * definition says itself stays.
 * @param value - The request so far, with its image URI and output path, and without `SourceDir` and `EntryPoint`.
 * @throws UserError when the definition names the script a second time, in its hyperparameters.
 */
export function scriptRequest(
  value: JsonObject,
  { entryPoint, uri, region, jobName, isTuned }: ScriptPlace,
): JsonObject {
  const given = (value['HyperParameters'] ?? {}) as Record<string, string>;
  for (const name of ['sagemaker_program', 'sagemaker_submit_directory']) {
    if (given[name] === undefined) continue;
    throw new UserError(`The hyperparameter ${name} and EntryPoint name the script twice; remove ${name}.`);
  }
  const image = valueAt(value, imagePath);
  const framework = typeof image === 'string' ? algorithmOf(image) : undefined;
  const outputPath = String(valueAt(value, ['OutputDataConfig', 'S3OutputPath']));
  const [className, module] = (isTuned && estimators[framework?.algorithm ?? '']) || [];
  const debuggable = !isTuned && !withoutDebugger.has(region);
  return {
    ...(debuggable && {
      DebugHookConfig: { S3OutputPath: outputPath, CollectionConfigurations: [] },
      ProfilerConfig: { S3OutputPath: outputPath, DisableProfiler: false },
    }),
    ...value,
    AlgorithmSpecification: {
      ...(!isTuned && hasMetricsTimeSeries(framework) && { EnableSageMakerMetricsTimeSeries: true }),
      ...(value['AlgorithmSpecification'] as JsonObject),
    },
    ...(Array.isArray(value['InputDataConfig']) && { InputDataConfig: value['InputDataConfig'].map(withDistribution) }),
    HyperParameters: {
      sagemaker_submit_directory: sdkString(uri),
      sagemaker_program: sdkString(entryPoint),
      sagemaker_container_log_level: '20',
      sagemaker_job_name: sdkString(jobName),
      sagemaker_region: sdkString(region),
      ...(framework?.algorithm === 'tensorflow' && { model_dir: sdkString(modelFolder(outputPath, jobName)) }),
      ...(className !== undefined &&
        module !== undefined && {
          sagemaker_estimator_class_name: sdkString(className),
          sagemaker_estimator_module: sdkString(module),
        }),
      ...Object.fromEntries(Object.entries(given).map(([name, text]) => [name, sdkJson(text)])),
    },
  };
}

/**
 * A tuning job's values of categorical hyperparameters as the SDK sends them to a script: JSON strings (parameter.py, `as_json_range`).
 * @param part - Where the job definition that runs the script stands.
 */
export function withJsonCategories(value: JsonObject, part: DefinitionPath): JsonObject {
  return tunedRanges(value, part)
    .filter(({ type }) => type === 'categorical')
    .reduce((result, { at, values }) => withValueAt(result, [...at, 'Values'], values.map(sdkString)), value);
}

/** Where the SDK lets TensorFlow write its checkpoints (tensorflow/estimator.py). */
function modelFolder(outputPath: string, jobName: string): string {
  return `${outputPath.replace(/\/+$/, '')}/${jobName}/model`;
}

function hasMetricsTimeSeries(framework: { algorithm: string; tag: string } | undefined): boolean {
  const since = framework && metricsTimeSeriesSince[framework.algorithm];
  if (!since) return false;
  const [major = 0, minor = 0] = framework.tag.split('.').map(Number);
  return major > since[0] || (major === since[0] && minor >= since[1]);
}

/** The service's own default, said aloud as the SDK does. */
function withDistribution(channel: unknown): unknown {
  const data = valueAt(channel, ['DataSource', 'S3DataSource']);
  if (typeof data !== 'object' || data === null) return channel;
  const { DataSource: source } = channel as { DataSource: JsonObject };
  return {
    ...(channel as JsonObject),
    DataSource: { ...source, S3DataSource: { S3DataDistributionType: 'FullyReplicated', ...data } },
  };
}

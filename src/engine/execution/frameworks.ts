import type { PythonEnvironment } from './python/pythonEnvironment.ts';

/** A framework's library, and the module that its image names (the Dockerfiles of the sagemaker-*-container repositories). */
const frameworks: Readonly<Record<string, { library: string; module: string }>> = {
  pytorch: { library: 'torch', module: 'sagemaker_pytorch_container.training:main' },
  sklearn: { library: 'sklearn', module: 'sagemaker_sklearn_container.training:main' },
  tensorflow: { library: 'tensorflow', module: 'sagemaker_tensorflow_container.training:main' },
  xgboost: { library: 'xgboost', module: 'sagemaker_xgboost_container.training:main' },
};

/** SAGEMAKER_TRAINING_MODULE of a framework's image; null where it has none. */
export function trainingModuleOf(framework: string | undefined): string | null {
  return frameworks[framework ?? '']?.module ?? null;
}

/**
 * Whether a framework's image has the module sagemaker_containers: scikit-learn and XGBoost serve with it, and PyTorch trained with it until
 * sagemaker-training took its place (sagemaker-pytorch-training-toolkit v2.0.0, the images of 1.5).
 */
export function hasContainersModule(framework: string | undefined, tag = ''): boolean {
  if (framework === 'sklearn' || framework === 'xgboost') return true;
  return framework === 'pytorch' && /^(0|1\.[0-4])\./.test(tag);
}

/** A line for the job's log where an interpreter has another version of the library than the image, or none of it. */
export function otherVersion({ libraries }: PythonEnvironment, framework = '', tag = ''): string[] {
  const library = frameworks[framework]?.library;
  if (library === undefined) return [];
  const installed = libraries[library];
  if (installed !== undefined && minorOf(installed) === minorOf(tag)) return [];
  const has = installed === undefined ? `no ${library}` : `${library} ${installed}`;
  return [`The image stands for ${framework} ${tag}; this Python has ${has}.`];
}

/** `1.2` of `1.2-1`. */
const minorOf = (version: string): string => version.split(/[.-]/).slice(0, 2).join('.');

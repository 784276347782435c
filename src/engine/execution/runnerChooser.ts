import { algorithmOf, isFramework } from '../../catalog/images.ts';
import { awsOnlyProblem, localAlgorithms } from '../../catalog/localAlgorithms.ts';
import { findAlgorithm } from '../../catalog/algorithms/registry.ts';
import { xgboost } from '../../catalog/algorithms/xgboost.ts';
import { validateHyperparameters } from '../../catalog/hyperparameters.ts';
import type { RunnerWish } from '../../shared/node/runnerWish.ts';
import type { TrainingJobRequest } from '../services/sagemaker/trainingJobRecord.ts';
import { hasContainersModule, otherVersion, trainingModuleOf } from './frameworks.ts';
import { JobFailure } from './jobFailure.ts';
import type { PythonEnvironment, PythonFinder } from './python/pythonEnvironment.ts';
import type { PythonRunner } from './python/pythonRunner.ts';
import type { ChosenRunner, Runner } from './runner.ts';

/** What a job asks to be run. */
type Work =
  | { readonly kind: 'xgboost'; readonly tag: string }
  | { readonly kind: 'builtIn'; readonly algorithm: string; readonly tag: string }
  | { readonly kind: 'script'; readonly framework?: string; readonly tag?: string }
  | { readonly kind: 'foreign'; readonly problem: string };

/** What can run jobs on this machine, and which of it a job gets: nothing is silently replaced by something else. */
export class RunnerChooser {
  constructor(
    private readonly inProcess: Runner,
    private readonly python: PythonRunner,
    private readonly finder: PythonFinder,
  ) {}

  /** @throws JobFailure saying in one sentence why nothing here runs the job, and what would. */
  async choose(request: TrainingJobRequest, wish: RunnerWish): Promise<ChosenRunner> {
    const work = workOf(request);
    if (work.kind === 'foreign') throw refusal(work.problem);
    if (work.kind === 'script') return this.forScript(work, wish);
    return work.kind === 'builtIn' ? this.forBuiltIn(work, request, wish) : this.forXgboost(work.tag, request, wish);
  }

  private async forScript(work: Work & { kind: 'script' }, wish: RunnerWish): Promise<ChosenRunner> {
    if (wish.runner === 'in-process')
      throw refusal(
        'The in-process runner runs built-in XGBoost only, and this job has a script: set the runner to auto or python',
      );
    const environment = await this.finder.find(wish.interpreter);
    if (typeof environment === 'string') throw refusal(withoutPython('A script', environment, setUp));
    const { framework, tag } = work;
    const image = { module: trainingModuleOf(framework), hasContainers: hasContainersModule(framework, tag) };
    return this.python.forScript(environment, image, [
      `Local engine: python runner, script mode with ${described(environment)}.`,
      ...otherVersion(environment, framework, tag),
    ]);
  }

  private async forBuiltIn(
    { algorithm, tag }: Work & { kind: 'builtIn' },
    request: TrainingJobRequest,
    wish: RunnerWish,
  ): Promise<ChosenRunner> {
    const spec = await findAlgorithm(algorithm);
    const local = localAlgorithms[algorithm];
    if (spec === undefined || local === undefined) throw new Error(`The engine knows no algorithm ${algorithm}.`);
    const problems = validateHyperparameters(spec, request.HyperParameters ?? {}, tag);
    if (problems.length > 0) throw new JobFailure(`ClientError: ${problems.map(({ message }) => message).join(' ')}`);
    if (wish.runner === 'in-process')
      throw refusal(
        `The in-process runner runs built-in XGBoost only; set the runner to auto or python for ${spec.title}`,
      );
    const environment = await this.finder.find(wish.interpreter);
    if (typeof environment === 'string') throw refusal(withoutPython(spec.title, environment, setUp));
    const missing = local.libraries.filter((name) => environment.libraries[name] === undefined);
    if (missing.length > 0)
      throw refusal(
        `${spec.title} needs ${missing.join(' and ')} in ${environment.interpreter}: install it there, ${setUp}, or run this on AWS`,
      );
    const using = local.libraries.map((name) => `${name} ${environment.libraries[name]}`).join(', ');
    return this.python.forBuiltIn(environment, { program: local.program, imageTag: tag }, [
      `Local engine: python runner, built-in ${spec.title} with ${using} in ${described(environment)}.`,
    ]);
  }

  private async forXgboost(tag: string, request: TrainingJobRequest, wish: RunnerWish): Promise<ChosenRunner> {
    const problems = validateHyperparameters(xgboost, request.HyperParameters ?? {}, tag);
    if (problems.length > 0) throw new JobFailure(`ClientError: ${problems.map(({ message }) => message).join(' ')}`);
    if (wish.runner === 'in-process') return this.inProcessFor(request, undefined);
    const environment = await this.finder.find(wish.interpreter);
    const lack = typeof environment === 'string' ? environment : whyNoXgboost(environment, tag);
    if (typeof environment !== 'string' && lack === undefined)
      return this.python.forBuiltIn(environment, { program: 'xgboost_train.py', imageTag: tag }, [
        `Local engine: python runner, built-in XGBoost as image version ${tag} with xgboost ${environment.libraries['xgboost']} in ${described(environment)}.`,
      ]);
    if (wish.runner === 'python')
      throw refusal(
        typeof environment === 'string'
          ? withoutPython('XGBoost with the python runner', environment, wayToXgboost(tag))
          : (lack ?? ''),
      );
    return this.inProcessFor(request, lack);
  }

  /** @param instead - Why the real library is not taken. */
  private inProcessFor(request: TrainingJobRequest, instead: string | undefined): ChosenRunner {
    const obstacle = this.inProcess.whyNot(request);
    if (obstacle !== undefined)
      throw refusal(instead === undefined ? obstacle : `${obstacle}; the python runner was not taken: ${instead}`);
    return {
      name: this.inProcess.name,
      introduction: [
        this.inProcess.introduce(request),
        ...(instead === undefined ? [] : [`The python runner was not taken: ${instead.replace(/\.$/, '')}.`]),
      ],
      start: ({ request: asked, host }, output) => this.inProcess.start(asked, host.mlRoot, output),
    };
  }
}

function workOf(request: TrainingJobRequest): Work {
  const specification = request.AlgorithmSpecification;
  const image = specification.TrainingImage ?? specification.AlgorithmName ?? '';
  const found = algorithmOf(image);
  const asked = { ...request.Environment, ...request.HyperParameters };
  const hasScript = ['sagemaker_program', 'sagemaker_submit_directory', 'SAGEMAKER_PROGRAM'].some(
    (name) => asked[name] !== undefined,
  );
  if (specification['ContainerEntrypoint'] !== undefined)
    return {
      kind: 'foreign',
      problem: `ContainerEntrypoint needs the container of '${image}', which this version of the local engine does not run; leave it out and send a script, or run this job on AWS`,
    };
  if (found === undefined)
    return hasScript
      ? { kind: 'script' }
      : {
          kind: 'foreign',
          problem: `The image '${image}' is a container of its own, which this version of the local engine does not run; send a script with it (sagemaker_program, sagemaker_submit_directory), or run this job on AWS`,
        };
  if (hasScript || isFramework(found.algorithm)) return { kind: 'script', framework: found.algorithm, tag: found.tag };
  if (found.algorithm === 'xgboost') return { kind: 'xgboost', tag: found.tag };
  if (Object.hasOwn(localAlgorithms, found.algorithm))
    return { kind: 'builtIn', algorithm: found.algorithm, tag: found.tag };
  return { kind: 'foreign', problem: awsOnlyProblem(found.algorithm) };
}

/** An interpreter as a job's log names it. */
export function described({ interpreter, version, origin }: PythonEnvironment): string {
  return `Python ${version}, ${interpreter} (${origin})`;
}

export const setUp = 'run SageMaker: Set Up Python Environment in the editor or sagemaker-local setup-python elsewhere';

/** @param problem - The sentence of the finder. */
export function withoutPython(what: string, problem: string, way: string): string {
  return `${what} needs a Python that works here: ${problem.replace(/\.$/, '')}; or ${way}, or run this on AWS`;
}

/** One sentence why an interpreter cannot stand for an image; up to 1.7 one library can be told to act as any image did, from 2.0 on the major version decides. */
export function whyNoXgboost({ interpreter, libraries }: PythonEnvironment, tag: string): string | undefined {
  const installed = libraries['xgboost'];
  if (installed !== undefined && major(installed) === major(tag)) return undefined;
  return installed === undefined
    ? `${interpreter} has no xgboost: install it (${interpreter} -m pip install ${wantedXgboost(tag)}), or ${wayToXgboost(tag)}`
    : `${interpreter} has xgboost ${installed}, which trains differently from image version ${tag}: ${wayToXgboost(tag)}`;
}

/** What setup-python installs is version 1. */
const wayToXgboost = (tag: string): string =>
  major(tag) === 1
    ? setUp
    : `choose an interpreter with ${wantedXgboost(tag)} (setting sagemakerWorkbench.local.python, or sagemaker-local --python)`;

const wantedXgboost = (tag: string): string => (major(tag) === 1 ? 'xgboost==1.7.6' : `xgboost==${major(tag)}.*`);

const major = (version: string): number => Math.max(1, Number.parseInt(version, 10));

const refusal = (problem: string): JobFailure => new JobFailure(`ClientError: ${problem.replace(/\.$/, '')}.`);

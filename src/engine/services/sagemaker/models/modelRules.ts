import { containersOf, type ModelRequest } from './modelRecord.ts';

/** What CreateModel refuses of the containers beyond the model of its shapes. @returns One sentence. */
export function modelProblem(request: ModelRequest): string | undefined {
  const containers = containersOf(request);
  if (request.PrimaryContainer !== undefined && request.Containers !== undefined)
    return 'You cannot specify both PrimaryContainer and Containers; name the containers in one of them.';
  if (containers.length === 0) return 'You must specify a PrimaryContainer, or Containers.';
  if (containers.some(({ ModelPackageName }) => ModelPackageName !== undefined))
    return 'The local engine does not serve model packages today (ModelPackageName): name the Image and the ModelDataUrl, or use AWS.';
  if (containers.some(({ Image }) => Image === undefined)) return 'A container needs an Image.';
  if (containers.some((container) => container.ModelDataUrl !== undefined && container.ModelDataSource !== undefined))
    return 'A container takes ModelDataUrl or ModelDataSource, not both; leave one of them out.';
  return containers.length > 1 ? pipelineProblem(request) : undefined;
}

function pipelineProblem(request: ModelRequest): string | undefined {
  const containers = containersOf(request);
  const { Mode: mode } = (request['InferenceExecutionConfig'] ?? {}) as { readonly Mode?: string };
  if (mode === 'Direct')
    return 'The local engine does not serve containers that are called directly today (InferenceExecutionConfig Mode Direct): leave it out, or use AWS.';
  // The service's wording: OElesin/sagemaker-autopilot-step-functions issue 10.
  if (containers.filter(({ Mode }) => Mode === 'MultiModel').length > 1)
    return 'More than one container in MultiModel mode is not supported with inference pipeline.';
  // API reference, ContainerDefinition.
  const names = containers.flatMap(({ ContainerHostname: name }) => (typeof name === 'string' ? [name] : []));
  if (names.length > 0 && names.length < containers.length)
    return 'You must specify a ContainerHostname for every container of the pipeline, or for none.';
  const double = names.find((name, at) => names.indexOf(name) !== at);
  return double === undefined
    ? undefined
    : `The ContainerHostname of each container must be unique, and '${double}' is there twice.`;
}

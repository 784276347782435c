import { algorithmOf, parseImage, resolveImage } from './images.ts';
import { processorOf } from './instanceTypes.ts';

/** Frameworks whose images for serving stand in another repository than those for training (sagemaker-python-sdk, image_uri_config). */
const servingRepositories: Readonly<Record<string, string>> = {
  'pytorch-training': 'pytorch-inference',
  'tensorflow-training': 'tensorflow-inference',
  'sagemaker-tensorflow-scriptmode': 'sagemaker-tensorflow-serving',
};

/** Versions that AWS has for training only (sagemaker-python-sdk 2.257.7, image_uri_config/pytorch.json). */
const trainingOnly: Readonly<Record<string, readonly string[]>> = { pytorch: ['2.7.1', '2.8.0'] };

export type ServingImage =
  | { readonly ok: true; readonly uri: string }
  /** One sentence. */
  | { readonly ok: false; readonly problem: string };

/**
 * The image that serves what another one trained: the same for algorithms, scikit-learn and XGBoost, a sibling for other frameworks, in
 * the region and for the processor where it is to run. An image of one's own serves itself, as does one that is for serving.
 * @param image - Registry URI.
 */
export function servingImage(
  image: string,
  place: { readonly region: string; readonly instanceType: string },
): ServingImage {
  const training = image.replace(/\/(pytorch|tensorflow)-inference:/, '/$1-training:');
  const reference = parseImage(training);
  const known = algorithmOf(training);
  if (reference.kind !== 'ecr' || known === undefined) return ofUnknown(image);
  const { algorithm, tag } = known;
  if (trainingOnly[algorithm]?.includes(tag))
    return {
      ok: false,
      problem: `AWS has the image ${algorithm}:${tag} for training only; make a model with another image and deploy that.`,
    };
  const resolved = resolveImage({ name: algorithm, tag }, place);
  if (!resolved.ok) return resolved;
  const processor = processorOf(place.instanceType);
  const named = /-(cpu|gpu)\b/.exec(reference.tag ?? '')?.[1] ?? processor;
  const sibling = servingRepositories[reference.repository];
  // What is right already keeps its exact build.
  const serves = sibling === undefined || training !== image;
  if (serves && named === processor && reference.region === place.region) return { ok: true, uri: image };
  return { ok: true, uri: sibling === undefined ? resolved.uri : siblingOf(resolved.uri, sibling, tag) };
}

/** TensorFlow's serving images have no Python in their tags, and other patch versions than those for training. */
function siblingOf(uri: string, repository: string, version: string): string {
  const renamed = uri.replace(/\/[^/:]+:/, `/${repository}:`);
  if (!repository.startsWith('tensorflow') && !repository.startsWith('sagemaker-tensorflow')) return renamed;
  const minor = /^\d+\.\d+/.exec(version)?.[0] ?? version;
  const processor = /-(cpu|gpu)\b/.exec(uri)?.[1] ?? 'cpu';
  return renamed.replace(/:[^:]*$/, `:${minor}-${processor}`);
}

function ofUnknown(image: string): ServingImage {
  if (!/\/[\w.-]+-training(?=[:@]|$)/.test(image)) return { ok: true, uri: image };
  return {
    ok: false,
    problem: `The image ${image} is for training, and which one serves its models is not known; make a model with that one and deploy it.`,
  };
}

/** Whether an image of AWS, which are built for x86 unless they are called `-graviton` or `-neuronx`, runs on the instance. */
export function isCommonInstance(instanceType: string): boolean {
  return !/^ml\.(inf|trn|dl|p6e-gb)|^ml\.[cmr]\d+g[dn]?\./.test(instanceType);
}

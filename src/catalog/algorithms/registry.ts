import type { AlgorithmSpec } from '../algorithm.ts';

/** Each algorithm's facts are a module of their own, read when first asked for. */
const loaders: Readonly<Record<string, () => Promise<AlgorithmSpec>>> = {
  'linear-learner': async () => (await import('./linearLearner.ts')).linearLearner,
  ntm: async () => (await import('./ntm.ts')).ntm,
  object2vec: async () => (await import('./object2vec.ts')).object2vec,
  'object-detection': async () => (await import('./objectDetection.ts')).objectDetection,
  pca: async () => (await import('./pca.ts')).pca,
  randomcutforest: async () => (await import('./randomCutForest.ts')).randomCutForest,
  'semantic-segmentation': async () => (await import('./semanticSegmentation.ts')).semanticSegmentation,
  seq2seq: async () => (await import('./seq2seq.ts')).seq2seq,
  xgboost: async () => (await import('./xgboost.ts')).xgboost,
};

/** The built-in algorithm of that short name, e.g. `xgboost`; undefined when its facts are not known. */
export async function findAlgorithm(name: string): Promise<AlgorithmSpec | undefined> {
  return Object.hasOwn(loaders, name) ? loaders[name]?.() : undefined;
}

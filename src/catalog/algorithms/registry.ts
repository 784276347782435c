import type { AlgorithmSpec } from '../algorithm.ts';

/** Each algorithm's facts are a module of their own, read when first asked for. */
const loaders: Readonly<Record<string, () => Promise<AlgorithmSpec>>> = {
  blazingtext: async () => (await import('./blazingText.ts')).blazingText,
  'factorization-machines': async () => (await import('./factorizationMachines.ts')).factorizationMachines,
  'forecasting-deepar': async () => (await import('./deepAr.ts')).deepAr,
  'image-classification': async () => (await import('./imageClassification.ts')).imageClassification,
  ipinsights: async () => (await import('./ipInsights.ts')).ipInsights,
  kmeans: async () => (await import('./kMeans.ts')).kMeans,
  knn: async () => (await import('./knn.ts')).knn,
  lda: async () => (await import('./lda.ts')).lda,
  'linear-learner': async () => (await import('./linearLearner.ts')).linearLearner,
  ntm: async () => (await import('./ntm.ts')).ntm,
  'object-detection': async () => (await import('./objectDetection.ts')).objectDetection,
  object2vec: async () => (await import('./object2vec.ts')).object2vec,
  pca: async () => (await import('./pca.ts')).pca,
  randomcutforest: async () => (await import('./randomCutForest.ts')).randomCutForest,
  'semantic-segmentation': async () => (await import('./semanticSegmentation.ts')).semanticSegmentation,
  seq2seq: async () => (await import('./seq2seq.ts')).seq2seq,
  xgboost: async () => (await import('./xgboost.ts')).xgboost,
};

/** The short names of all built-in algorithms whose facts are known. */
export const algorithmNames: readonly string[] = Object.keys(loaders);

/** The built-in algorithm of that short name, e.g. `xgboost`; undefined when its facts are not known. */
export async function findAlgorithm(name: string): Promise<AlgorithmSpec | undefined> {
  return Object.hasOwn(loaders, name) ? loaders[name]?.() : undefined;
}

import { listed } from '../shared/listed.ts';

/** What the local engine needs to run a built-in algorithm. */
interface LocalAlgorithm {
  /** The program of src/engine/python that stands for the image in training. */
  readonly program: string;
  /** The one that answers for a model. */
  readonly serving: string;
  /** Import names of the libraries that the program cannot do without. */
  readonly libraries: readonly string[];
}

/** The built-in algorithms that run on the local engine, by short name; the others run on AWS. */
export const localAlgorithms: Readonly<Record<string, LocalAlgorithm>> = {
  xgboost: { program: 'xgboost_train.py', serving: 'xgboost_serve.py', libraries: ['xgboost'] },
  'linear-learner': {
    program: 'linear_learner_train.py',
    serving: 'linear_learner_serve.py',
    libraries: ['numpy', 'scipy'],
  },
  kmeans: { program: 'kmeans_train.py', serving: 'kmeans_serve.py', libraries: ['numpy'] },
  pca: { program: 'pca_train.py', serving: 'pca_serve.py', libraries: ['numpy'] },
};

/** Why a job of another built-in algorithm does not run here, and what to do: a sentence without its full stop. */
export function awsOnlyProblem(algorithm: string): string {
  const names = listed([...Object.keys(localAlgorithms), 'scripts']);
  return `The built-in algorithm ${algorithm} does not run on the local engine, which has ${names}; run this job on AWS`;
}

import { knownShortImages } from '../../catalog/images.ts';
import { localAlgorithms } from '../../catalog/localAlgorithms.ts';
import { listed } from '../../shared/listed.ts';

/** Something that can be trained, as the first step offers it. */
export interface TrainChoice {
  readonly kind: 'algorithm' | 'script';
  /** The image's short name, e.g. `xgboost`. */
  readonly name: string;
  readonly title: string;
  /** One sentence. */
  readonly description: string;
}

/** How an algorithm reads tables, for those that do. */
export interface TableReading {
  /** Whether the first column is what is to be predicted. */
  readonly hasLabel: boolean;
  readonly takesMissing: boolean;
}

const algorithm = (name: string, title: string, description: string): TrainChoice => ({
  kind: 'algorithm',
  name,
  title,
  description,
});
const script = (name: string, title: string, description: string): TrainChoice => ({
  kind: 'script',
  name,
  title: `Script with ${title}`,
  description,
});

const firstChoice = algorithm(
  'xgboost',
  'XGBoost',
  'Predicts a number or a class from a table with boosted trees; the first thing to try.',
);

const scripts: readonly TrainChoice[] = [
  script('sklearn', 'scikit-learn', 'Your Python script, plain or with pandas and scikit-learn.'),
  script('pytorch', 'PyTorch', 'Your Python script, with PyTorch.'),
  script('tensorflow', 'TensorFlow', 'Your Python script, with TensorFlow and Keras.'),
  script('xgboost', 'XGBoost', 'Your Python script, with the XGBoost library.'),
];

const otherAlgorithms: readonly TrainChoice[] = [
  algorithm('linear-learner', 'Linear Learner', 'Predicts a number or a class with a linear model.'),
  algorithm('knn', 'K-Nearest Neighbors', 'Predicts by the rows that are most alike.'),
  algorithm(
    'factorization-machines',
    'Factorization Machines',
    'Predicts from sparse pairs, such as clicks and ratings.',
  ),
  algorithm('kmeans', 'K-Means', 'Groups rows that are alike, without labels.'),
  algorithm('pca', 'PCA', 'Reduces many columns to a few that say most.'),
  algorithm('randomcutforest', 'Random Cut Forest', 'Finds rows that are unlike the others.'),
  algorithm('forecasting-deepar', 'DeepAR', 'Forecasts many related time series.'),
  algorithm('blazingtext', 'BlazingText', 'Learns word vectors, or sorts texts into classes.'),
  algorithm('ntm', 'Neural Topic Model', 'Finds the topics of a collection of texts.'),
  algorithm('lda', 'LDA', 'Finds topics too, by a classic statistical model.'),
  algorithm('seq2seq', 'Sequence-to-Sequence', 'Turns one sequence into another, such as a translation.'),
  algorithm('object2vec', 'Object2Vec', 'Learns vectors for pairs of things, such as users and films.'),
  algorithm('ipinsights', 'IP Insights', 'Learns which addresses an account usually uses.'),
  algorithm('image-classification', 'Image Classification', 'Says what a picture shows.'),
  algorithm('object-detection', 'Object Detection', 'Finds where things are in a picture.'),
  algorithm('semantic-segmentation', 'Semantic Segmentation', 'Says of every pixel what it belongs to.'),
];

/** What can be trained: what a script's or a dataset's menu is after first, XGBoost first among the algorithms. */
export function trainChoices(first: TrainChoice['kind']): TrainChoice[] {
  return first === 'script'
    ? [...scripts, firstChoice, ...otherAlgorithms]
    : [firstChoice, ...scripts, ...otherAlgorithms];
}

/** Whether the local engine trains it; the others need AWS. */
export function runsLocally({ kind, name }: Pick<TrainChoice, 'kind' | 'name'>): boolean {
  return kind === 'script' || Object.hasOwn(localAlgorithms, name);
}

/** What the local engine trains, as a part of a sentence. */
export function localTitles(): string {
  const titles = [firstChoice, ...otherAlgorithms].filter(runsLocally).map(({ title }) => title);
  return `built-in ${listed([...titles, 'scripts'])}`;
}

/** From each algorithm's page in the developer guide, "Input/Output Interface": those that read CSV made of numbers. */
const tables: Readonly<Record<string, TableReading>> = {
  xgboost: { hasLabel: true, takesMissing: true },
  'linear-learner': { hasLabel: true, takesMissing: false },
  knn: { hasLabel: true, takesMissing: false },
  kmeans: { hasLabel: false, takesMissing: false },
  pca: { hasLabel: false, takesMissing: false },
  randomcutforest: { hasLabel: false, takesMissing: false },
  ntm: { hasLabel: false, takesMissing: false },
  lda: { hasLabel: false, takesMissing: false },
};

/** @returns Undefined for what reads no tables of numbers. */
export function tableReadingOf({ kind, name }: Pick<TrainChoice, 'kind' | 'name'>): TableReading | undefined {
  return kind === 'algorithm' && Object.hasOwn(tables, name) ? tables[name] : undefined;
}

/** The short images of a choice, the one to propose first, then from new to old. */
export function imagesOf({ name }: Pick<TrainChoice, 'name'>): string[] {
  const all = knownShortImages().filter((image) => image === name || image.startsWith(`${name}:`));
  const newest = all.reverse();
  // What the local engine stands for, and the course uses.
  return [
    ...newest.filter((image) => image === 'xgboost:1.7-1'),
    ...newest.filter((image) => image !== 'xgboost:1.7-1'),
  ];
}

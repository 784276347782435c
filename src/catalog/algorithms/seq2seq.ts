import type { AlgorithmSpec, HyperparameterProblem, HyperparameterValues } from '../algorithm.ts';
import { progressMetrics, qualityMetrics } from './qualityMetrics.ts';
import { hyperparameters } from './seq2seqHyperparameters.ts';

// Sources: developer guide, "Sequence-to-Sequence Algorithm", "Tune a Sequence-to-Sequence Model".

function dependencyProblems(values: HyperparameterValues): HyperparameterProblem[] {
  const problems: HyperparameterProblem[] = [];
  const { optimizer_type: optimizer = 'adam', rnn_num_hidden: hidden } = values;
  if (hidden !== undefined && Number(hidden) % 2 !== 0) {
    const message = `rnn_num_hidden must be even, because the encoder reads in both directions, but is ${hidden}.`;
    problems.push({ name: 'rnn_num_hidden', message });
  }
  if (values['momentum'] !== undefined && optimizer !== 'sgd') {
    const message = `momentum goes with optimizer_type sgd only, not with ${optimizer}: leave it out.`;
    problems.push({ name: 'momentum', message });
  }
  return problems;
}

const metrics = [
  ...progressMetrics,
  ...qualityMetrics(
    ['validation'],
    [
      ['accuracy', 'Maximize'],
      ['bleu', 'Maximize'],
      ['perplexity', 'Minimize'],
    ],
  ),
];

const contentTypes = ['application/x-recordio-protobuf'];

/** Built-in Seq2Seq. */
export const seq2seq: AlgorithmSpec = {
  name: 'seq2seq',
  title: 'Seq2Seq',
  hyperparameters,
  dependencyProblems,
  metrics,
  metricsOfJob: () => metrics,
  training: { processors: 'gpu', parallel: false, inputModes: ['File', 'FastFile'] },
  channels: [
    { name: 'train', required: true, contentTypes, description: 'train.rec: pairs of sequences of integers.' },
    { name: 'validation', required: true, contentTypes, description: 'val.rec: pairs that training is stopped by.' },
    {
      name: 'vocab',
      required: true,
      contentTypes: ['application/json'],
      description: 'vocab.src.json and vocab.trg.json: which token has which number.',
    },
  ],
};

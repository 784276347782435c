import type { DataMatrix } from './dataMatrix.ts';
import { EarlyStopping } from './earlyStopping.ts';
import type { Gradients } from './gradients.ts';
import type { Score } from './metrics.ts';
import { MersenneTwister } from './mersenneTwister.ts';
import { addTree, type XgboostModel } from './model.ts';
import { objectiveOf } from './objective.ts';
import type { TrainingParameters } from './parameters.ts';
import type { Tree } from './tree.ts';
import { treeGrowerOf } from './treeGrower.ts';

/** A dataset that is measured after every round. */
export interface WatchedData {
  readonly name: 'train' | 'validation';
  readonly data: DataMatrix;
}

export interface RoundResult {
  readonly round: number;
  /** Dataset by dataset, metric by metric, as they are logged. */
  readonly scores: readonly Score[];
}

export interface TrainingEvents {
  afterRound(result: RoundResult): void;
  /** Asked before every round; true ends training. */
  stopRequested(): boolean;
}

export type TrainingOutcome =
  | { readonly ending: 'completed' | 'terminated'; readonly model: XgboostModel }
  | { readonly ending: 'stoppedEarly'; readonly model: XgboostModel; readonly bestRound: number };

/** Boosts trees round by round on the first watched dataset; early stopping looks at the last one. */
export function train(
  parameters: TrainingParameters,
  watched: readonly [WatchedData, ...WatchedData[]],
  events: TrainingEvents,
): TrainingOutcome {
  const { data } = watched[0];
  const { outputs } = parameters;
  const objective = objectiveOf(parameters.objective);
  const base = objective.baseMargin(parameters.baseScore);
  const followed = watched.map((each) => ({ ...each, margins: new Float32Array(each.data.rows * outputs).fill(base) }));
  const ownMargins = followed[0]?.margins ?? new Float32Array(0);
  const gradients = Array.from({ length: outputs }, (): Gradients => ({
    first: new Float32Array(data.rows),
    second: new Float32Array(data.rows),
  }));
  const grower = treeGrowerOf(data, parameters, new MersenneTwister(parameters.seed));
  const stopping = parameters.earlyStopping && new EarlyStopping(parameters.earlyStopping);

  const trees: Tree[] = [];
  for (let round = 0; round < parameters.rounds; round++) {
    if (events.stopRequested()) return { ending: 'terminated', model: modelOf(trees, parameters, data) };
    objective.gradients(ownMargins, data, parameters.scalePositiveWeight, gradients);
    const grown = gradients.map((each) => grower.grow(each));
    trees.push(...grown);
    const scores = followed.flatMap((each) => {
      grown.forEach((tree, output) => addTree(each.margins, tree, each.data.values, data.columns, { output, outputs }));
      const predictions = objective.measured(each.margins, outputs);
      return parameters.metrics.map((metric) => ({
        dataset: each.name,
        metric: metric.name,
        value: metric.evaluate(predictions, each.data),
      }));
    });
    events.afterRound({ round, scores });
    if (stopping?.observe(round, scores)) {
      const model = modelOf(trees, parameters, data, stopping);
      return { ending: 'stoppedEarly', model, bestRound: stopping.bestRound };
    }
  }
  return { ending: 'completed', model: modelOf(trees, parameters, data, stopping) };
}

function modelOf(
  trees: readonly Tree[],
  parameters: TrainingParameters,
  data: DataMatrix,
  stopping?: EarlyStopping,
): XgboostModel {
  const kept = stopping?.keptTrees(trees, parameters.outputs) ?? trees;
  const best = stopping?.best;
  const bestRound = best?.round ?? kept.length / parameters.outputs - 1;
  return {
    objective: parameters.objective,
    columns: data.columns,
    outputs: parameters.outputs,
    baseScore: parameters.baseScore,
    scalePositiveWeight: parameters.scalePositiveWeight,
    trees: kept,
    // libxgboost's Python package notes these in every model it trains.
    attributes: {
      best_iteration: String(bestRound),
      best_ntree_limit: String(bestRound + 1),
      ...(best && { best_score: String(best.score) }),
    },
  };
}

import type { XgboostModel } from './model.ts';
import { isMulticlass, type ObjectiveName } from './objective.ts';
import type { Tree } from './tree.ts';

/** A file that is no model that the TypeScript code can follow; the message is a sentence without its full stop. */
export class ForeignModelError extends Error {
  override readonly name = 'ForeignModelError';
}

const objectives: readonly string[] = [
  'reg:squarederror',
  'reg:logistic',
  'binary:logistic',
  'multi:softmax',
  'multi:softprob',
] satisfies readonly ObjectiveName[];

/** The members of XGBoost's JSON schema that predictions depend on; numbers of the parameters are texts. */
interface SavedLearner {
  readonly attributes?: Readonly<Record<string, string>>;
  readonly gradient_booster?: {
    readonly name?: string;
    readonly model?: {
      readonly gbtree_model_param?: { readonly num_parallel_tree?: string };
      readonly trees?: readonly SavedTree[];
    };
  };
  readonly learner_model_param?: {
    readonly base_score?: string;
    readonly num_class?: string;
    readonly num_feature?: string;
    readonly num_target?: string;
  };
  readonly objective?: { readonly name?: string; readonly reg_loss_param?: { readonly scale_pos_weight?: string } };
}

interface SavedTree {
  readonly base_weights: readonly number[];
  /** Booleans since 2.0. */
  readonly default_left: readonly (number | boolean)[];
  readonly left_children: readonly number[];
  readonly loss_changes: readonly number[];
  readonly parents: readonly number[];
  readonly right_children: readonly number[];
  readonly split_conditions: readonly number[];
  readonly split_indices: readonly number[];
  readonly split_type?: readonly number[];
  readonly sum_hessian: readonly number[];
}

/**
 * Reads what `modelText` and XGBoost 1.0 or later write as JSON.
 * @throws ForeignModelError for another format, and for boosters and objectives that the TypeScript code does not follow.
 */
export function readModel(text: string): XgboostModel {
  const learner = learnerOf(text);
  const { gradient_booster: booster, learner_model_param: facts, objective } = learner;
  const name = objective?.name ?? '';
  if (booster?.name !== 'gbtree') throw new ForeignModelError(`its booster is ${booster?.name}, not gbtree`);
  if (!objectives.includes(name)) throw new ForeignModelError(`its objective is ${name}, not ${objectives.join(', ')}`);
  if (Number(booster.model?.gbtree_model_param?.num_parallel_tree ?? 1) > 1)
    throw new ForeignModelError('it is a boosted random forest (num_parallel_tree)');
  if (Number(facts?.num_target ?? 1) > 1) throw new ForeignModelError('it has several targets');
  const chosen = name as ObjectiveName;
  return {
    objective: chosen,
    columns: Number(facts?.num_feature),
    outputs: isMulticlass(chosen) ? Number(facts?.num_class) : 1,
    baseScore: Number((facts?.base_score ?? '0.5').replace(/[[\]]/g, '')), // from 3.1 on a list
    scalePositiveWeight: Number(objective?.reg_loss_param?.scale_pos_weight ?? 1),
    trees: (booster.model?.trees ?? []).map(treeOf),
    attributes: learner.attributes ?? {},
  };
}

function learnerOf(text: string): SavedLearner {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new ForeignModelError("it is not XGBoost's JSON (an XGBoost model in another form, or no XGBoost model)", {
      cause: error,
    });
  }
  const learner = (parsed as { learner?: SavedLearner } | null)?.learner;
  if (learner === undefined) throw new ForeignModelError('it is JSON, but no XGBoost model');
  return learner;
}

function treeOf(saved: SavedTree): Tree {
  if (saved.split_type?.some((type) => type !== 0)) throw new ForeignModelError('it splits by categories');
  const parents = Int32Array.from(saved.parents);
  parents[0] = -1;
  return {
    left: Int32Array.from(saved.left_children),
    right: Int32Array.from(saved.right_children),
    parent: parents,
    feature: Uint32Array.from(saved.split_indices),
    value: Float32Array.from(saved.split_conditions),
    defaultLeft: Uint8Array.from(saved.default_left, Number),
    lossChange: Float32Array.from(saved.loss_changes),
    baseWeight: Float32Array.from(saved.base_weights),
    hessian: Float32Array.from(saved.sum_hessian),
  };
}

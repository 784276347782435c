import { decimalOfFloat } from './floatText.ts';
import type { XgboostModel } from './model.ts';
import { isMulticlass } from './objective.ts';
import type { Tree } from './tree.ts';

/** The version of XGBoost whose JSON schema this is. */
const schemaVersion = [1, 7, 6];

/** libxgboost writes this as the parent of a root. */
const noParent = 2147483647;

/** The model as XGBoost's own JSON, which its `load_model` recognizes by content whatever the file is called. */
export function modelText(model: XgboostModel): string {
  const multiclass = isMulticlass(model.objective);
  const count = String(model.trees.length);
  return object({
    learner: object({
      attributes: JSON.stringify(model.attributes),
      feature_names: '[]',
      feature_types: '[]',
      gradient_booster: object({
        model: object({
          gbtree_model_param: JSON.stringify({ num_parallel_tree: '1', num_trees: count, size_leaf_vector: '0' }),
          tree_info: JSON.stringify(model.trees.map((_, id) => id % model.outputs)),
          trees: `[${model.trees.map((tree, id) => treeText(tree, id, model.columns)).join(',')}]`,
        }),
        name: '"gbtree"',
      }),
      learner_model_param: JSON.stringify({
        base_score: decimalOfFloat(model.baseScore),
        boost_from_average: '1',
        num_class: multiclass ? String(model.outputs) : '0',
        num_feature: String(model.columns),
        num_target: '1',
      }),
      objective: JSON.stringify({
        name: model.objective,
        ...(multiclass
          ? { softmax_multiclass_param: { num_class: String(model.outputs) } }
          : { reg_loss_param: { scale_pos_weight: decimalOfFloat(model.scalePositiveWeight) } }),
      }),
    }),
    version: JSON.stringify(schemaVersion),
  });
}

function treeText(tree: Tree, id: number, columns: number): string {
  const size = tree.left.length;
  return object({
    base_weights: floats(tree.baseWeight),
    categories: '[]',
    categories_nodes: '[]',
    categories_segments: '[]',
    categories_sizes: '[]',
    default_left: integers(tree.defaultLeft),
    id: String(id),
    left_children: integers(tree.left),
    loss_changes: floats(tree.lossChange),
    parents: integers(tree.parent.map((parent) => (parent === -1 ? noParent : parent))),
    right_children: integers(tree.right),
    split_conditions: floats(tree.value),
    split_indices: integers(tree.feature),
    split_type: integers(new Uint8Array(size)),
    sum_hessian: floats(tree.hessian),
    tree_param: JSON.stringify({
      num_deleted: '0',
      num_feature: String(columns),
      num_nodes: String(size),
      size_leaf_vector: '0',
    }),
  });
}

/** A JSON object whose members are JSON already; the reader wants floats as `1E0`, which `JSON.stringify` cannot write. */
function object(members: Readonly<Record<string, string>>): string {
  return `{${Object.entries(members)
    .map(([name, text]) => `"${name}":${text}`)
    .join(',')}}`;
}

const integers = (values: Iterable<number>): string => `[${Array.from(values).join(',')}]`;
const floats = (values: Float32Array): string => `[${Array.from(values, decimalOfFloat).join(',')}]`;

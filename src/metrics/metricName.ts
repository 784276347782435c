export type MetricRole = 'train' | 'validation' | 'test' | 'other';
export type MetricGoal = 'Maximize' | 'Minimize';

const roles: Readonly<Record<string, MetricRole>> = {
  train: 'train',
  training: 'train',
  validation: 'validation',
  valid: 'validation',
  val: 'validation',
  eval: 'validation',
  test: 'test',
};

/** Which data a metric was measured on, and the group it is drawn in: `train:rmse` and `validation:rmse` share the group `rmse`. */
export function parseMetricName(name: string): { readonly group: string; readonly role: MetricRole } {
  const match = /^([a-z]+)[:_./-](.+)$/i.exec(name);
  const role = Object.entries(roles).find(([prefix]) => prefix === match?.[1]?.toLowerCase())?.[1];
  return role && match?.[2] ? { group: match[2], role } : { group: name, role: 'other' };
}

/** XGBoost's own table of objectives (section 6 of its container's metric list), and the usual names of other frameworks. */
const maximized =
  /^(?:accuracy|acc|auc|aucpr|balanced_accuracy|f1(?:_\w+)?|map|ndcg|precision(?:_\w+)?|r2|recall(?:_\w+)?|top_?\d+(?:_\w+)?|bleu|iou)(?:@.*)?$/i;
const minimized =
  /(?:nloglik|deviance|logloss|loss|perplexity)$|^(?:error|merror|interval-regression-accuracy|mae|mape|mphe|mse|rmse|rmsle|wer)(?:@.*)?$/i;

/** Whether smaller or larger is better; `undefined` when the name does not tell. */
export function goalOf(name: string): MetricGoal | undefined {
  const { group } = parseMetricName(name);
  if (minimized.test(group)) return 'Minimize';
  return maximized.test(group) ? 'Maximize' : undefined;
}

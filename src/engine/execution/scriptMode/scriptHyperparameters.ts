import { parsePythonJson } from './parsePythonJson.ts';
import { isPythonObject, pythonStr, sortedEntries, type PythonObject, type PythonValue } from './pythonValue.ts';

/** A script job's hyperparameters, as the training toolkit splits them (contract, section 5; sagemaker_training/environment.py). */
export interface ScriptHyperparameters {
  /** Those of the script. */
  readonly user: PythonObject;
  /** `sagemaker_*` of the toolkit itself, consumed by it. */
  readonly toolkit: PythonObject;
  /** Every other `sagemaker_*`. */
  readonly framework: PythonObject;
  /** The lines that the toolkit logs of values that are no JSON. */
  readonly notes: readonly string[];
}

const consumed = new Set([
  'sagemaker_program',
  'sagemaker_submit_directory',
  'sagemaker_enable_cloudwatch_metrics',
  'sagemaker_region',
  'sagemaker_container_log_level',
  'sagemaker_job_name',
  'default_user_module_name',
  '_tuning_objective_metric',
  'sagemaker_s3_output',
]);

/** @param sent - As the request has them: every value a text, in framework mode JSON. */
export function readScriptHyperparameters(sent: Readonly<Record<string, string>>): ScriptHyperparameters {
  const parts = { user: {}, toolkit: {}, framework: {} } as Record<
    'user' | 'toolkit' | 'framework',
    Record<string, PythonValue>
  >;
  const notes: string[] = [];
  for (const [name, text] of Object.entries(sent)) {
    const value = parsePythonJson(text);
    if (value === undefined)
      notes.push(`Failed to parse hyperparameter ${name} value ${text} to Json.`, 'Returning the value itself');
    const part = consumed.has(name) ? 'toolkit' : name.startsWith('sagemaker_') ? 'framework' : 'user';
    parts[part][name] = value === undefined ? text : value;
  }
  return { ...parts, notes };
}

/** The script's arguments: `--name value`, `-n value` for one letter, sorted (sagemaker_training/mapping.py, `to_cmd_args`). */
export function scriptArguments(user: PythonObject): string[] {
  return sortedEntries(user).flatMap(([name, value]) => [
    name === '' ? '' : name.length > 1 ? `--${name}` : `-${name}`,
    argumentText(value),
  ]);
}

function argumentText(value: PythonValue): string {
  if (value === null) return '';
  if (!isPythonObject(value)) return pythonStr(value);
  return sortedEntries(value)
    .map(([key, member]) => `${key}=${pythonStr(member)}`)
    .join(',');
}

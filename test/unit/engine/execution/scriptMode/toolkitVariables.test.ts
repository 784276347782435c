import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { PythonObject } from '../../../../../src/engine/execution/scriptMode/pythonValue.ts';
import {
  readScriptHyperparameters,
  scriptArguments,
} from '../../../../../src/engine/execution/scriptMode/scriptHyperparameters.ts';
import {
  toolkitVariables,
  type ToolkitResources,
} from '../../../../../src/engine/execution/scriptMode/toolkitVariables.ts';

interface GoldenCase {
  readonly hyperparameters: Record<string, string>;
  readonly inputDataConfig: PythonObject;
  readonly resourceConfig: ToolkitResources;
  readonly cpus: number;
  readonly variables: Record<string, string>;
  readonly arguments: string[];
}

/** Written by test/support/toolkitGolden.py with sagemaker-training 5.1.4. */
const golden = JSON.parse(
  readFileSync(resolve(import.meta.dirname, '../../../../golden/trainingToolkit.json'), 'utf8'),
) as GoldenCase[];

describe('variables and arguments of a script, as the real training toolkit makes them', () => {
  golden.forEach((expected, index) => {
    const hyperparameters = readScriptHyperparameters(expected.hyperparameters);

    it(`sets every SM_ variable to the same text: case ${index + 1}`, () => {
      const variables = toolkitVariables({
        mlRoot: '/opt/ml',
        jobName: 'golden',
        hyperparameters,
        program: 'train.py',
        inputDataConfig: expected.inputDataConfig,
        resourceConfig: expected.resourceConfig,
        frameworkModule: null,
        cpus: expected.cpus,
      });
      assert.deepEqual(parsed(variables), parsed(expected.variables));
      assert.deepEqual(variables, expected.variables);
    });

    it(`passes the same arguments: case ${index + 1}`, () => {
      assert.deepEqual(scriptArguments(hyperparameters.user), expected.arguments);
    });
  });
});

/** The largest variable as an object first, so that a difference is found by name. */
function parsed(variables: Record<string, string>): unknown {
  return JSON.parse((variables['SM_TRAINING_ENV'] ?? '').replaceAll('NaN', '"NaN"'));
}

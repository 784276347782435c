import { join } from 'node:path';
import { scriptArguments, type ScriptHyperparameters } from './scriptHyperparameters.ts';
import { PythonNumber, isTrue, pythonJson, type PythonObject, type PythonValue } from './pythonValue.ts';

/** What the training toolkit derives its variables from. */
export interface ToolkitInput {
  /** Stands for `/opt/ml`. */
  readonly mlRoot: string;
  readonly jobName: string;
  readonly hyperparameters: ScriptHyperparameters;
  /** `sagemaker_program`, relative to the code folder. */
  readonly program: string;
  /** `inputdataconfig.json`. */
  readonly inputDataConfig: PythonObject;
  readonly resourceConfig: ToolkitResources;
  /** SAGEMAKER_TRAINING_MODULE of the image that the job names. */
  readonly frameworkModule: string | null;
  readonly cpus: number;
}

/** `resourceconfig.json` (contract, section 2). */
export interface ToolkitResources extends PythonObject {
  readonly current_host: string;
  readonly current_instance_type: string;
  readonly current_group_name: string;
  readonly hosts: string[];
  readonly network_interface_name: string;
  readonly instance_groups: { instance_group_name: string; instance_type: string; hosts: string[] }[];
}

const distributions = [
  'mpi',
  'parameter_server',
  'distributed_dataparallel',
  'pytorch_ddp',
  'pytorch_xla_multi_worker',
  'multi_worker_mirrored_strategy',
  'torch_distributed',
];

/** `SM_*` of contract section 4: what `Environment().to_env_vars()` of sagemaker-training 5.1 gives. */
export function toolkitVariables(input: ToolkitInput): Record<string, string> {
  const { mlRoot, hyperparameters, resourceConfig: resources } = input;
  const place = (...names: string[]): string => join(mlRoot, ...names);
  const channels = Object.fromEntries(
    Object.keys(input.inputDataConfig).map((name) => [name, place('input', 'data', name)]),
  );
  const whole = (value: number): PythonValue => new PythonNumber(String(value));
  const { current_host: host, instance_groups: groups, current_group_name: group } = resources;
  const inGroup = (groups.find(({ instance_group_name: name }) => name === group) ?? { hosts: [] }).hosts;
  const named = hyperparameters.framework['sagemaker_distribution_instance_groups'];
  const distributed =
    named ??
    (distributions.some((name) => isTrue(hyperparameters.framework[`sagemaker_${name}_enabled`])) ? [group] : []);
  const distributionHosts = groups
    .filter(({ instance_group_name: name }) => Array.isArray(distributed) && distributed.includes(name))
    .flatMap(({ hosts }) => hosts);
  const master = distributionHosts[0] ?? resources.hosts[0] ?? host;
  const { toolkit } = hyperparameters;

  /** What the variables and SM_TRAINING_ENV both have. */
  const shared: Record<string, PythonValue> = {
    hosts: resources.hosts,
    network_interface_name: resources.network_interface_name,
    user_entry_point: input.program,
    resource_config: resources,
    input_data_config: input.inputDataConfig,
    output_data_dir: place('output', 'data'),
    current_host: host,
    current_instance_type: resources.current_instance_type,
    current_instance_group: group,
    current_instance_group_hosts: inGroup,
    instance_groups: groups.map(({ instance_group_name: name }) => name),
    instance_groups_dict: Object.fromEntries(
      groups.map((one) => [one.instance_group_name, one as unknown as PythonObject]),
    ),
    distribution_instance_groups: distributed,
    is_hetero: groups.length > 1,
    module_name: input.program.replace(/\.py$/, ''),
    log_level: toolkit['sagemaker_container_log_level'] ?? whole(20),
    framework_module: input.frameworkModule,
    input_dir: place('input'),
    input_config_dir: place('input', 'config'),
    output_dir: place('output'),
    num_cpus: whole(input.cpus),
    num_gpus: whole(0),
    num_neurons: whole(0),
    model_dir: place('model'),
    module_dir: toolkit['sagemaker_submit_directory'] ?? place('code'),
    output_intermediate_dir: place('output', 'intermediate'),
  };
  const trainingEnvironment: PythonObject = {
    ...shared,
    additional_framework_parameters: hyperparameters.framework,
    channel_input_dirs: channels,
    distribution_hosts: distributionHosts,
    hyperparameters: hyperparameters.user,
    is_master: host === master,
    is_modelparallel_enabled: null,
    is_smddpmprun_installed: false,
    is_smddprun_installed: false,
    job_name: input.jobName,
    master_hostname: master,
    topology: [],
  };
  return variablesOf({
    ...shared,
    hps: hyperparameters.user,
    framework_params: hyperparameters.framework,
    channels: Object.keys(channels).sort(),
    training_env: trainingEnvironment,
    user_args: scriptArguments(hyperparameters.user),
    ...prefixed('channel_', channels),
    ...prefixed('hp_', hyperparameters.user),
  });
}

/** The key in capitals and nothing else changed; texts as they are, null empty, the rest JSON (sagemaker_training/mapping.py). */
function variablesOf(values: Readonly<Record<string, PythonValue>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(values).map(([key, value]) => [
      `SM_${key.toUpperCase()}`,
      value === null ? '' : typeof value === 'string' ? value : pythonJson(value),
    ]),
  );
}

function prefixed(prefix: string, values: PythonObject): PythonObject {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [prefix + name, value]));
}

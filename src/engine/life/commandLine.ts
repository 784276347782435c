import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { UserError, messageOf } from '../../shared/errors.ts';
import { localAccountId, localRegion } from '../../shared/node/engineFiles.ts';
import { platform } from '../../shared/node/platform.ts';

/** Makes an environment of the state directory. */
type SetupVerb = 'setup-python' | 'setup-jupyter';

/** What `sagemaker-local` was asked to do. */
export interface EngineCommand {
  readonly action: 'serve' | 'background' | SetupVerb | 'help' | 'version';
  /** 0 lets the system choose; undefined takes the state directory's last one where that is free. */
  readonly port: number | undefined;
  readonly stateDirectory: string;
  readonly json: boolean;
  /** Minutes without client, job or endpoint until the engine ends by itself; 0 means never. */
  readonly idleMinutes: number;
  /** The account and region that the engine is to be; undefined takes those of an engine that is running, else the usual ones. */
  readonly accountId: string | undefined;
  readonly region: string | undefined;
  /** Absolute path of the interpreter for jobs that wish for none; undefined leaves it to the engine. */
  readonly python: string | undefined;
  /** Absolute path of an interpreter that has Jupyter; undefined takes what setup-jupyter made. */
  readonly jupyter: string | undefined;
  /** The container registry that the user runs, e.g. `127.0.0.1:5000`. */
  readonly registry: string | undefined;
}

/** Names the registry where the command line does not. */
const registryVariable = 'SAGEMAKER_LOCAL_REGISTRY';

export const help = `sagemaker-local: Amazon SageMaker's API on 127.0.0.1, training for real, with no account.

Usage: sagemaker-local [options]
       sagemaker-local setup-python|setup-jupyter [--state DIR] [--python BASE]

setup-python makes a Python environment with XGBoost, scikit-learn, pandas and PyArrow for the jobs of a state directory;
setup-jupyter makes one with JupyterLab, boto3, Matplotlib and the same libraries for its notebook instances.

  --port N          listen on this port (default: the state directory's last one, else any free one)
  --state DIR       keep jobs, logs and objects here (default: ${platform.defaultStateDirectory})
  --json            print one line of JSON when ready, instead of export lines
  --background      start the engine, print what to export, and return: eval "$(sagemaker-local --background)"
  --idle-minutes N  end after N minutes without a client or a job (default: never; 15 with --background)
  --region NAME     the region to be (default: ${localRegion})
  --account ID      the account to be, 12 digits (default: ${localAccountId})
  --python PATH     the Python interpreter for jobs (default: the one of setup-python, else the first on PATH)
  --jupyter PATH    the Python interpreter with Jupyter for notebook instances (default: the one of setup-jupyter)
  --registry HOST   host:port of a container registry that you run, for ECR (default: \$${registryVariable})
  --version, --help

With the printed variables exported, boto3, the AWS CLI and the SageMaker Python SDK talk to this engine.
An engine that already serves the state directory is found and printed, not started twice.
`;

/**
 * Parses the command line.
 * @param env - The variables that stand for options.
 * @throws UserError naming the option that is wrong.
 */
export function parseCommandLine(args: readonly string[], env: NodeJS.ProcessEnv): EngineCommand {
  const { values, positionals } = parse(args);
  return {
    action: values.help
      ? 'help'
      : values.version
        ? 'version'
        : (verb(positionals) ?? (values.background ? 'background' : 'serve')),
    port: values.port === undefined ? undefined : wholeNumber('--port', values.port, 65535),
    stateDirectory: pathOf('--state', values.state) ?? resolve(platform.defaultStateDirectory),
    json: values.json ?? false,
    idleMinutes: wholeNumber('--idle-minutes', values['idle-minutes'] ?? (values.background ? '15' : '0'), 1e6),
    region: matching('--region', values.region, /^[a-z]{2}(-[a-z]+)+-\d$/, 'a region such as eu-west-1'),
    accountId: matching('--account', values.account, /^\d{12}$/, 'an account of 12 digits'),
    python: pathOf('--python', values.python),
    jupyter: pathOf('--jupyter', values.jupyter),
    registry: registryOf(values.registry ?? env[registryVariable]),
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        port: { type: 'string' },
        state: { type: 'string' },
        json: { type: 'boolean' },
        background: { type: 'boolean' },
        'idle-minutes': { type: 'string' },
        region: { type: 'string' },
        account: { type: 'string' },
        python: { type: 'string' },
        jupyter: { type: 'string' },
        registry: { type: 'string' },
        version: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    });
  } catch (error) {
    throw new UserError(`${messageOf(error).split('. ')[0]}; see sagemaker-local --help.`, { cause: error });
  }
}

function verb([first, second]: readonly string[]): SetupVerb | undefined {
  if (first === undefined) return undefined;
  const isVerb = first === 'setup-python' || first === 'setup-jupyter';
  if (isVerb && second === undefined) return first;
  const unknown = isVerb ? second : first;
  throw new UserError(`sagemaker-local does not know '${unknown}'; see sagemaker-local --help.`);
}

function pathOf(option: string, text: string | undefined): string | undefined {
  if (text === '') throw new UserError(`${option} takes a path, and is empty; is the variable that holds it set?`);
  return text === undefined ? undefined : resolve(text);
}

/** @throws UserError for what is no host and port; a scheme before it is kept. */
function registryOf(text: string | undefined): string | undefined {
  if (text === undefined || text === '') return undefined;
  return matching(
    '--registry',
    text,
    /^(https?:\/\/)?[\w.-]+(:\d{1,5})?\/?$/,
    'a host and port such as 127.0.0.1:5000',
  );
}

function matching(option: string, text: string | undefined, pattern: RegExp, form: string): string | undefined {
  if (text !== undefined && !pattern.test(text)) throw new UserError(`${option} takes ${form}, not '${text}'.`);
  return text;
}

function wholeNumber(option: string, text: string, max: number): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || value > max)
    throw new UserError(`${option} takes a whole number from 0 to ${max}, not '${text}'.`);
  return value;
}

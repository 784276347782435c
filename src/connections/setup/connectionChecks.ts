import { sageMakerRegions } from '../../catalog/regions.ts';
import { formatDuration } from '../../shared/duration.ts';
import { messageOf } from '../../shared/errors.ts';
import { listed } from '../../shared/listed.ts';
import { nameOf } from '../connectionChoice.ts';
import type { AwsLook } from './awsLook.ts';
import { good, result, type CheckResult, type SetupCheck, type SetupFix } from './setupCheck.ts';

const patience = 15_000;
const minute = 60_000;
/** A request that is signed more than five minutes apart from AWS's clock is refused (Signature Version 4, "Date"). */
const refusedSkew = 5 * minute;

const choose: SetupFix = { kind: 'action', action: 'chooseConnection', title: 'Choose Connection' };
const configure: SetupFix = {
  kind: 'page',
  url: 'https://docs.aws.amazon.com/cli/latest/userguide/cli-configure-files.html',
  title: 'How to Set Up AWS',
};

/** What the rows about AWS say while the local engine is in use. */
const localRow = result('absent', 'No AWS connection is in use; that is fine for local work.', choose);

/** A check that has nothing to look at while the local engine is in use, and nothing where AWS cannot be reached. */
export function awsCheck(
  label: string,
  aws: AwsLook,
  run: (signal: AbortSignal) => Promise<CheckResult>,
  own = patience,
): SetupCheck {
  return {
    label,
    patience: own,
    run: async (signal) => {
      if (aws.isLocal) return localRow;
      const isConnected = await aws.session().then(
        () => true,
        () => false, // the row of the credentials says why
      );
      return isConnected ? run(signal) : result('absent', 'Not looked at: there is no connection to AWS.', choose);
    },
  };
}

export function credentialsCheck(aws: AwsLook): SetupCheck {
  return {
    label: 'Credentials',
    patience,
    run: () => (aws.isLocal ? unused(aws) : inUse(aws)),
  };
}

/** With the local engine in use: what there would be. */
async function unused(aws: AwsLook): Promise<CheckResult> {
  const { length } = await aws.profiles();
  const hasVariables = aws.parts.env['AWS_ACCESS_KEY_ID'] !== undefined;
  if (length === 0 && !hasVariables)
    return result('absent', 'AWS is not set up; that is fine for local work.', configure);
  const what = [
    ...(length > 0 ? [length === 1 ? '1 AWS profile' : `${length} AWS profiles`] : []),
    ...(hasVariables ? ['AWS variables'] : []),
  ];
  return result('absent', `The local engine is in use; there are ${listed(what)} to choose.`, choose);
}

async function inUse(aws: AwsLook): Promise<CheckResult> {
  const { choice } = aws.parts.place;
  try {
    const { credentials } = (await aws.session()).connection;
    const { expiration, sessionToken } = typeof credentials === 'function' ? await credentials() : credentials;
    const who = choice.kind === 'profile' ? `Profile ${choice.profile}` : 'The environment';
    if (expiration === undefined)
      return good(`${who}: ${sessionToken === undefined ? 'keys that do not expire' : 'keys of a session'}.`);
    const left = expiration.getTime() - aws.parts.clock.now();
    if (left <= 0) return result('bad', `The credentials of ${nameOf(choice)} have expired; renew them.`, choose);
    return good(`${who}: good for another ${formatDuration(left)}.`);
  } catch (error) {
    const sentence = messageOf(error);
    return result('bad', sentence, commandIn(sentence) ?? choose);
  }
}

/** The command of the AWS CLI that an error names. */
function commandIn(sentence: string): SetupFix | undefined {
  const line = /`(aws [^`]+)`/.exec(sentence)?.[1];
  return line === undefined
    ? undefined
    : { kind: 'terminal', line, title: `Type ${line.split(' --')[0]} in a Terminal` };
}

export function identityCheck(aws: AwsLook): SetupCheck {
  return awsCheck('Identity', aws, async () => {
    const { accountId, arn } = await aws.caller();
    return good(`Account ${accountId}, as ${arn.split(':').at(-1)}.`);
  });
}

export function clockCheck(aws: AwsLook): SetupCheck {
  return awsCheck('Clock', aws, async () => {
    const skew = await aws.clockSkew();
    if (skew === undefined) return result('warning', 'AWS did not tell its time.');
    const apart = formatDuration(Math.abs(skew));
    const words = `${apart} ${skew > 0 ? 'ahead of' : 'behind'} that of AWS`;
    if (Math.abs(skew) >= refusedSkew)
      return result('bad', `This machine's clock is ${words}, and AWS refuses what is 5 minutes off; set it.`);
    if (Math.abs(skew) >= minute) return result('warning', `This machine's clock is ${words}; set it.`);
    return good('As that of AWS, to a minute.');
  });
}

/** Whether SageMaker is there, and lets this identity look. */
export function regionCheck(aws: AwsLook): SetupCheck {
  return awsCheck('Region', aws, async (signal) => {
    const { clients, connection } = await aws.session();
    const { region } = connection;
    const isKnown = sageMakerRegions().includes(region);
    const [{ ListTrainingJobsCommand }, client] = await Promise.all([
      import('../../sagemaker/sdk/sagemakerSdk.ts'),
      clients.sagemaker(),
    ]);
    try {
      await client.send(new ListTrainingJobsCommand({ MaxResults: 1 }), { abortSignal: signal });
      return good(`SageMaker answers in ${region}.`);
    } catch (error) {
      const name = error instanceof Error ? error.name : '';
      if (name.startsWith('AccessDenied'))
        return result('warning', `SageMaker is in ${region}, and this identity may not list its jobs.`);
      if (!isKnown) return result('bad', `SageMaker is not known to be in ${region}; choose another region.`, choose);
      return result('bad', `SageMaker in ${region} did not answer: ${messageOf(error).split('\n')[0]}`, choose);
    }
  });
}

import * as vscode from 'vscode';
import { roleArnProblem } from '../../jobs/aws/roleArn.ts';
import { productionQuestion, type Production } from '../../connections/production.ts';
import type { RoleOffer, RunQuestions } from '../../jobs/aws/runOnAws.ts';
import type { RunSummary } from '../../jobs/aws/runSummary.ts';
import { changeNothing } from '../connections/confirmChange.ts';

const title = 'SageMaker: run on AWS';

/** The questions on the way to a job on AWS, as picks, inputs and one modal confirm. */
export const awsRunQuestions = { chooseRole, chooseBucket, confirm } satisfies RunQuestions;

async function chooseRole(offer: RoleOffer): Promise<string | undefined> {
  if (offer.denied !== undefined || offer.roles.length === 0) return enterRole(offer);
  const other = { label: '$(edit) Enter a role ARN…', arn: undefined };
  const items = [
    ...offer.roles.map(({ name, arn, description }) => ({ label: name, description: arn, detail: description, arn })),
    { label: '', kind: vscode.QuickPickItemKind.Separator, arn: undefined },
    other,
  ];
  const placeHolder = `The role that jobs of account ${offer.accountId} run as; it is remembered`;
  const picked = await vscode.window.showQuickPick(items, { title, placeHolder, matchOnDescription: true });
  return picked === other ? enterRole(offer) : picked?.arn;
}

async function enterRole({ accountId, roles, denied }: RoleOffer): Promise<string | undefined> {
  const why =
    denied !== undefined
      ? 'The roles of this account may not be listed. '
      : roles.length === 0
        ? 'No role of this account trusts SageMaker. '
        : '';
  const text = await vscode.window.showInputBox({
    title,
    prompt: `${why}The ARN of the role that jobs run as; it is remembered`,
    placeHolder: `arn:aws:iam::${accountId}:role/service-role/AmazonSageMaker-ExecutionRole`,
    ignoreFocusOut: true,
    validateInput: (arn) => roleArnProblem(arn.trim(), accountId),
  });
  return text?.trim();
}

async function chooseBucket(problem: string): Promise<string | undefined> {
  const choose = 'Choose Bucket…';
  if ((await vscode.window.showWarningMessage(`SageMaker: ${problem}`, choose)) !== choose) return undefined;
  const name = await vscode.window.showInputBox({
    title,
    prompt: 'The bucket for uploads and results; it is created if it is not there, and remembered',
    ignoreFocusOut: true,
    validateInput: (text) =>
      /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(text.trim())
        ? undefined
        : 'A bucket name has 3 to 63 lower-case letters, digits, dots and hyphens.',
  });
  return name?.trim();
}

/** @param production - Why the place counts as production, or may be it, if so. */
async function confirm({ question, facts }: RunSummary, production?: Production): Promise<boolean> {
  const run = 'Run on AWS';
  const options = { modal: true, detail: facts.join('\n') };
  if (production === undefined) return (await vscode.window.showInformationMessage(question, options, run)) === run;
  const asked = productionQuestion(question, production);
  options.detail += `\n\nThis ${production.isCertain ? 'is' : 'may be'} production: ${production.reason}.`;
  return (await vscode.window.showWarningMessage(asked, options, changeNothing, run)) === run;
}

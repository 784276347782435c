import { AwsLook } from './awsLook.ts';
import { clockCheck, credentialsCheck, identityCheck, regionCheck } from './connectionChecks.ts';
import { engineCheck } from './engineCheck.ts';
import { quotaCheck } from './quotaCheck.ts';
import { roleCheck } from './roleCheck.ts';
import type { SetupCheck } from './setupCheck.ts';
import type { SetupParts } from './setupParts.ts';
import { dockerCheck, gitCheck, jupyterCheck, pythonCheck } from './toolChecks.ts';

/** Every check of the set-up, in the order in which they are shown. For one look: what several ask of AWS is asked once. */
export function setupChecks(parts: SetupParts): SetupCheck[] {
  const aws = new AwsLook(parts);
  return [
    ...[engineCheck(parts), pythonCheck(parts), jupyterCheck(parts), dockerCheck(parts), gitCheck(parts)],
    ...[credentialsCheck(aws), identityCheck(aws), clockCheck(aws), regionCheck(aws), roleCheck(aws), quotaCheck(aws)],
  ];
}

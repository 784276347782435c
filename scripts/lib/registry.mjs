import { spawnSync } from 'node:child_process';
import { canInstallPackages, installPackages } from './debianPackages.mjs';
import { StepFailure } from './steps.mjs';

const programs = ['docker-registry', 'htpasswd'];
const packages = ['docker-registry', 'apache2-utils'];

/**
 * Provides a container registry to judge ECR with.
 * @throws StepFailure where there is none.
 */
export async function ensureRegistry() {
  if (programs.every((name) => spawnSync('which', [name]).status === 0)) return;
  if (!canInstallPackages())
    throw new StepFailure(`There is no container registry; install the packages ${packages.join(' and ')}.`);
  console.log(`      no container registry found: installing ${packages.join(' and ')}`);
  await installPackages(packages);
}

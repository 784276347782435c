// Named one by one, so that the bundle holds only the commands in use.
export {
  GetRoleCommand,
  IAMClient,
  ListAccountAliasesCommand,
  ListRolesCommand,
  SimulatePrincipalPolicyCommand,
} from '@aws-sdk/client-iam';

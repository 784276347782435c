import assert from 'node:assert/strict';
import {
  settingsWith,
  shrinkProblem,
} from '../../../../../../src/engine/services/sagemaker/notebooks/notebookSettings.ts';
import {
  describeNotebook,
  notebookNotes,
} from '../../../../../../src/engine/services/sagemaker/notebooks/notebookInstanceRecord.ts';

describe('the settings of a notebook instance', () => {
  const made = settingsWith(
    {},
    {
      NotebookInstanceName: 'a',
      InstanceType: 'ml.t3.medium',
      RoleArn: 'arn:role',
      LifecycleConfigName: 'config',
      DefaultCodeRepository: 'models',
      SecurityGroupIds: ['sg-1'],
      SubnetId: null,
      Tags: [],
    },
  );

  it('are what the request names, without name and tags', () => {
    assert.deepEqual(Object.keys(made), [
      'InstanceType',
      'RoleArn',
      'LifecycleConfigName',
      'DefaultCodeRepository',
      'SecurityGroupIds',
    ]);
  });

  it('stay where an update does not name them, and go where it disassociates them', () => {
    const changed = settingsWith(made, {
      NotebookInstanceName: 'a',
      InstanceType: 'ml.t3.large',
      DisassociateLifecycleConfig: true,
      DisassociateDefaultCodeRepository: false,
    });
    assert.deepEqual(changed, {
      InstanceType: 'ml.t3.large',
      RoleArn: 'arn:role',
      DefaultCodeRepository: 'models',
      SecurityGroupIds: ['sg-1'],
    });
  });

  it('are described under the names of the answer, with what the service fills in', () => {
    const times = { creationTime: 1, lastModifiedTime: 2 };
    const answer = describeNotebook(
      {
        name: 'a',
        arn: 'arn:a',
        settings: made,
        tags: [],
        status: 'Failed',
        failureReason: 'So.',
        isCreated: false,
        ...times,
      },
      undefined,
    );
    assert.deepEqual(answer, {
      NotebookInstanceName: 'a',
      NotebookInstanceArn: 'arn:a',
      NotebookInstanceStatus: 'Failed',
      FailureReason: 'So.',
      InstanceType: 'ml.t3.medium',
      RoleArn: 'arn:role',
      NotebookInstanceLifecycleConfigName: 'config',
      DefaultCodeRepository: 'models',
      SecurityGroups: ['sg-1'],
      DirectInternetAccess: 'Enabled',
      VolumeSizeInGB: 5,
      RootAccess: 'Enabled',
      CreationTime: 1,
      LastModifiedTime: 2,
    });
  });

  it('may ask for a larger volume only', () => {
    const sized = (VolumeSizeInGB: number) => settingsWith(made, { VolumeSizeInGB });
    assert.equal(shrinkProblem(made, sized(10)), undefined);
    assert.equal(shrinkProblem(sized(10), sized(10)), undefined);
    assert.match(shrinkProblem(sized(10), made) ?? '', /^VolumeSizeInGB cannot be decreased from 10 to 5: /);
  });

  it('that make no difference here are noted', () => {
    assert.deepEqual(notebookNotes(made), [
      'SecurityGroupIds is not honoured: the local engine runs it on this machine, in no VPC.',
    ]);
    assert.equal(notebookNotes({ InstanceType: 'x', RoleArn: 'y', DirectInternetAccess: 'Disabled' }).length, 1);
  });
});

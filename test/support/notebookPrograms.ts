import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

/** Whether this machine shows an instance the folder /opt/ml. */
export const hasMounts =
  spawnSync('unshare', ['--user', '--map-root-user', '--mount', 'true']).status === 0 && existsSync('/opt');
/** Of a notebook. */
export const cells = [
  'import boto3, os\nprint(os.getcwd(), os.path.expanduser("~"))',
  's3 = boto3.client("s3")\ns3.create_bucket(Bucket="from-a-notebook")\ns3.put_object(Bucket="from-a-notebook", Key="a", Body=b"1")\nprint(s3.list_objects_v2(Bucket="from-a-notebook")["KeyCount"])',
  'print(boto3.client("sagemaker").describe_notebook_instance(NotebookInstanceName="science")["NotebookInstanceStatus"])',
  'print(boto3.client("sts").get_caller_identity()["Arn"], os.environ["AWS_DEFAULT_REGION"])',
  'import sys\nprint(os.path.dirname(sys.executable))',
];
export const roleCell =
  'import logging\nlogging.disable()\nos.environ["SAGEMAKER_SUPPRESS_V2_WARNING"] = "1"\nimport sagemaker\nrole = sagemaker.get_execution_role()\nprint(role)';

/** Installs a package that nobody else has. */
export const installsMine = `cat > make.py <<'END'
import zipfile
with zipfile.ZipFile('mine-1-py3-none-any.whl', 'w') as wheel:
    wheel.writestr('mine.py', 'word = "installed"')
    wheel.writestr('mine-1.dist-info/METADATA', 'Metadata-Version: 2.1\\nName: mine\\nVersion: 1\\n')
    wheel.writestr('mine-1.dist-info/WHEEL', 'Wheel-Version: 1.0\\nGenerator: test\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n')
    wheel.writestr('mine-1.dist-info/RECORD', '')
END
python make.py
sudo -u ec2-user -i <<'END'
pip install --quiet --no-index SageMaker/mine-1-py3-none-any.whl
END`;

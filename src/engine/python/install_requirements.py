"""Installs what a script job needs, without changing the interpreter that it was given.

argv: the folder for an environment, the file for the result, then pip's own arguments (`-r requirements.txt`).
The result file gets the path of the interpreter that has everything: the given one where nothing is missing, else that of an environment
laid over it. Exit code: pip's.
"""

import os
import site
import subprocess
import sys
import venv

PIP = ["-m", "pip", "--disable-pip-version-check", "--no-input"]


def satisfied(wanted):
    """Whether pip would install nothing; it looks at no index for that."""
    run = subprocess.run(
        [sys.executable, *PIP, "install", "--dry-run", "--no-index", *wanted], capture_output=True, text=True, errors="replace"
    )
    return run.returncode == 0 and "Would install" not in run.stdout


def overlay(folder):
    """An environment that sees every package of this interpreter and keeps what is installed into it to itself."""
    venv.create(folder, system_site_packages=True, with_pip=False, clear=True)
    interpreter = venv.EnvBuilder().ensure_directories(folder).env_exe
    own = subprocess.run(
        [interpreter, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"], capture_output=True, text=True, check=True
    ).stdout.strip()
    parents = [*site.getsitepackages(), *([site.getusersitepackages()] if site.ENABLE_USER_SITE else [])]
    with open(os.path.join(own, "given.pth"), "w", encoding="utf-8") as file:
        file.write("\n".join(path for path in parents if os.path.isdir(path)) + "\n")
    return interpreter


def main(folder, result, *wanted):
    if subprocess.run([sys.executable, "-m", "pip", "--version"], capture_output=True).returncode != 0:
        print(f"ERROR: The Python {sys.executable} has no pip, which installs requirements.txt; add it with {sys.executable} -m ensurepip, or choose another interpreter.", flush=True)
        return 1
    interpreter = sys.executable
    if "." not in wanted and satisfied(wanted):
        print("Everything that requirements.txt asks for is installed already.", flush=True)
    else:
        interpreter = overlay(folder)
        run = subprocess.run([interpreter, *PIP, "install", *wanted])
        if run.returncode != 0:
            return run.returncode
    with open(result, "w", encoding="utf-8") as file:
        file.write(interpreter)
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))

"""Makes the Python of a processing job or a notebook instance: it sees every package of this interpreter and keeps what is installed to itself.

argv: the folder for the environment, the file for the result, which gets the path of the environment's interpreter. `pip` stands beside it.
"""

import os
import sys

from install_requirements import overlay


def add_pip(interpreter):
    """An environment without pip of its own has no such commands; its interpreter finds the given one's module."""
    folder = os.path.dirname(interpreter)
    for name in ("pip", "pip3"):
        if os.name == "nt":
            path, text = os.path.join(folder, f"{name}.bat"), f'@"{interpreter}" -m pip %*\r\n'
        else:
            path, text = os.path.join(folder, name), f'#!/bin/sh\nexec "{interpreter}" -m pip "$@"\n'
        with open(path, "w", encoding="utf-8", newline="") as file:
            file.write(text)
        os.chmod(path, 0o755)


def main(folder, result):
    interpreter = overlay(folder)
    add_pip(interpreter)
    with open(result, "w", encoding="utf-8") as file:
        file.write(interpreter)


if __name__ == "__main__":
    main(*sys.argv[1:])

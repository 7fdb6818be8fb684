"""The shop on several servers, on one machine and without containers: made of Debian packages, in a scratch folder.

python -m tools.stack            # until Ctrl-C; `--help` says what can be chosen
"""

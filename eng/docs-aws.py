#!/usr/bin/env python3
"""Holds a command of the AWS command line to the service's model: the operation and each option must exist, and no required one be missing.

usage: eng/docs-aws.py SERVICE OPERATION [--option VALUE...]...
"""
import pathlib
import re
import sys

import botocore.session
from botocore import xform_name


# What the command line has beside the services' own operations: the options of each, those that must be given first.
OWN = {
    ("cloudformation", "deploy"): (
        {"stack-name", "template-file"},
        {"capabilities", "parameter-overrides", "role-arn", "tags", "no-execute-changeset"},
    ),
}


def main(arguments):
    service, operation, *rest = arguments
    if (service, operation) in OWN:
        return own(service, operation, rest)
    try:
        model = botocore.session.get_session().get_service_model(service)
    except botocore.exceptions.UnknownServiceError as error:
        return str(error)
    by_name = {xform_name(name, "-"): name for name in model.operation_names}
    if operation not in by_name:
        return f"{service} has no operation {operation}"
    shape = model.operation_model(by_name[operation]).input_shape
    members = {xform_name(name, "-"): name for name in shape.members}
    given = {word[2:] for word in rest if word.startswith("--")}
    unknown = given - members.keys() - {"region", "profile", "output", "query"}
    if unknown:
        return f"{service} {operation} has no option {', '.join(sorted(unknown))}"
    missing = [name for name in shape.required_members if xform_name(name, "-") not in given]
    return f"{service} {operation} needs {', '.join(missing)}" if missing else None


def own(service, operation, rest):
    required, optional = OWN[service, operation]
    given = {word[2:] for word in rest if word.startswith("--")}
    if wrong := given - required - optional - {"region", "profile", "output", "query"}:
        return f"{service} {operation} has no option {', '.join(sorted(wrong))}"
    if missing := required - given:
        return f"{service} {operation} needs {', '.join(sorted(missing))}"
    template = pathlib.Path(rest[rest.index("--template-file") + 1])
    section = re.search(r"^Parameters:\n(.*?)^\S", template.read_text(), re.DOTALL | re.MULTILINE).group(1)
    known = set(re.findall(r"^  (\w+):$", section, re.MULTILINE))
    named = {word.split("=")[0] for word in rest if re.match(r"^[A-Z]\w+=", word)}
    return f"{template} has no parameter {', '.join(sorted(named - known))}" if named - known else None


if __name__ == "__main__":
    fault = main(sys.argv[1:])
    if fault:
        sys.exit(fault)

#!/usr/bin/env python3
"""Holds a command of the AWS command line to the service's model: the operation and each option must exist, and no required one be missing.

usage: eng/docs-aws.py SERVICE OPERATION [--option VALUE...]...
"""
import sys

import botocore.session
from botocore import xform_name


def main(arguments):
    service, operation, *rest = arguments
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


if __name__ == "__main__":
    fault = main(sys.argv[1:])
    if fault:
        sys.exit(fault)

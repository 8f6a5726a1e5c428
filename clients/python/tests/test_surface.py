"""What the package offers: all of the contract, the same in both clients, and documented."""

import inspect
import re
from pathlib import Path

import pytest
from google.protobuf.empty_pb2 import Empty

import controlplane
from controlplane import _rpcs, aio, services, v1
from controlplane.aio import services as aio_services
from controlplane.v1 import (
    access_pb2,
    accounts_pb2,
    audit_pb2,
    diagnostics_pb2,
    domains_pb2,
    entitlements_pb2,
    execution_roles_pb2,
    guardrails_pb2,
    operations_pb2,
    planning_pb2,
    profiles_pb2,
    teams_pb2,
    users_pb2,
)

FILES = (
    access_pb2,
    accounts_pb2,
    audit_pb2,
    diagnostics_pb2,
    domains_pb2,
    entitlements_pb2,
    execution_roles_pb2,
    guardrails_pb2,
    operations_pb2,
    planning_pb2,
    profiles_pb2,
    teams_pb2,
    users_pb2,
)


def public(kind):
    return {name: member for name, member in inspect.getmembers(kind) if not name.startswith("_") and callable(member)}


def test_every_method_of_the_contract_is_there():
    methods = {
        f"{service.name}.{method.name}": method
        for file in FILES
        for service in file.DESCRIPTOR.services_by_name.values()
        for method in service.methods
    }

    assert methods.keys() == _rpcs.BY_NAME.keys()
    for name, method in methods.items():
        service, own = name.split(".")
        assert _rpcs.BY_NAME[name].request.DESCRIPTOR is method.input_type
        for home in (services, aio_services):
            snake = re.sub(r"(?<!^)(?=[A-Z])", "_", own).lower()
            arguments = inspect.signature(getattr(getattr(home, service), snake)).parameters
            assert list(arguments)[1:-1] == [field.name for field in method.input_type.fields]


def test_what_changes_something_is_repeated_only_with_an_id():
    reading = r"\.(Get|List|Resolve|Explain|Check|Verify|Wait|Test|Trace|Cancel)"
    for name, method in _rpcs.BY_NAME.items():
        if hasattr(method, "repeatable"):
            assert method.repeatable == (method.has_request_id or re.search(reading, name) is not None), name


@pytest.mark.parametrize("name", ["Client", "Resources", "WatchableResources", "ReadableResources", "Operations"])
def test_both_clients_have_the_same_methods(name):
    for method in public(getattr(controlplane, name)):
        ours = inspect.signature(getattr(getattr(controlplane, name), method)).parameters
        theirs = inspect.signature(getattr(getattr(aio, name), method)).parameters
        assert list(theirs) == [argument for argument in ours if argument != "cancellation"], method


def test_everything_public_is_documented():
    bare = []
    for module in (controlplane, aio, services, aio_services):
        for name in module.__all__:
            member = getattr(module, name)
            if not inspect.isclass(member):
                continue

            bare += [] if member.__doc__ else [name]
            members = [*vars(member).items()] if member.__module__.startswith("controlplane") else []
            for own, value in members:
                value = value.fget if isinstance(value, property) else getattr(value, "__func__", value)
                if not own.startswith("_") and inspect.isfunction(value) and not value.__doc__:
                    bare.append(f"{name}.{own}")

    assert bare == []


def test_the_version_is_that_of_all_clients():
    shared = Path(__file__).parents[2] / "VERSION"
    assert controlplane.__version__ == shared.read_text().strip()


def test_changes_and_deletions_carry_what_was_asked_for(by, client, script):
    asked = []
    script.updated = lambda context, request: asked.append(request) or request.team
    script.deleted = lambda context, request: asked.append(request) or Empty()
    studio = client()

    by.do(studio.teams.update(v1.Team(name="teams/a", etag="e"), mask=["display_name"], allow_missing=True))
    by.do(studio.teams.delete("teams/a", etag="e", validate_only=True))

    update, delete = asked
    assert (update.team.etag, list(update.update_mask.paths), update.allow_missing) == ("e", ["display_name"], True)
    assert (delete.name, delete.etag, delete.validate_only, delete.allow_missing) == ("teams/a", "e", True, False)
    assert update.request_id and delete.request_id


def test_targets_are_listed_page_by_page(by, client, script):
    asked = []

    def answer(context, request):
        asked.append((request.parent, request.page_token))
        target = v1.LaunchTarget(name=f"{request.parent}/teams/{len(asked)}")
        return v1.ListLaunchTargetsResponse(launch_targets=[target], next_page_token="more" if len(asked) == 1 else "")

    script.targets = answer

    targets = by.all(client().launch_targets("users/a"))

    assert [target.name for target in targets] == ["users/a/teams/1", "users/a/teams/2"]
    assert asked == [("users/a", ""), ("users/a", "more")]


def test_python_s_own_types_stand_for_googles(by, client, script):
    from datetime import datetime, timedelta, timezone

    from controlplane._values import timestamp

    asked = []
    script.launched = lambda context, request: asked.append(request) or v1.Launch()

    by.do(client().access.create_launch(parent="users/me/teams/a", max_wait=timedelta(seconds=2.5)))

    assert (asked[0].max_wait.seconds, asked[0].max_wait.nanos) == (2, 500_000_000)
    moment = datetime(2026, 1, 2, 3, 4, 5, tzinfo=timezone(timedelta(hours=1)))
    assert timestamp(moment).ToJsonString() == "2026-01-02T02:04:05Z"

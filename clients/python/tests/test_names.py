"""Names as types."""

import pytest
from conftest import header

import controlplane
from controlplane import DomainName, EntitlementName, Invalid, TeamName, UserName, UserTeamName, encode_id, id_of
from controlplane.v1 import access_pb2


def test_are_made_of_ids_and_taken_apart():
    name = DomainName.of(account="111111111111", region="eu-central-1", domain="d-1")

    assert name == "accounts/111111111111/regions/eu-central-1/domains/d-1"
    assert DomainName(str(name)).ids == {"account": "111111111111", "region": "eu-central-1", "domain": "d-1"}


def test_ids_are_encoded_and_decoded():
    name = UserName.of("a b/c@example.com")

    assert name == "users/a%20b%2Fc@example.com"
    assert name.ids["user"] == id_of(name) == "a b/c@example.com"


@pytest.mark.parametrize(
    ("written", "encoded"), [("a-._~@+=,Z9", "a-._~@+=,Z9"), ("ü", "%C3%BC"), ("a:b!'()*", "a%3Ab%21%27%28%29%2A")]
)
def test_ids_are_encoded_as_the_server_does(written, encoded):
    assert encode_id(written) == encoded


@pytest.mark.parametrize("wrong", ["", "teams", "teams/", "teams/a/b", "team/a", "teams/a\n", "/teams/a"])
def test_what_is_no_name_is_refused(wrong):
    assert not TeamName.matches(wrong)
    with pytest.raises(Invalid, match="teams/{team}") as refused:
        TeamName(wrong)
    assert refused.value.reason == "CLIENT_NAME_MALFORMED"
    assert isinstance(refused.value, ValueError)


def test_an_empty_id_makes_no_name():
    with pytest.raises(Invalid):
        EntitlementName.of(team="a", entitlement="")


def test_a_name_of_another_kind_is_refused_before_it_is_sent(by, client):
    with pytest.raises(Invalid, match="UserName"):
        by.do(client().teams.get(UserName.of("a")))


def test_go_wherever_a_string_goes(by, client, script):
    script.launched = lambda context, request: access_pb2.Launch(sign_in=request.parent)

    launch = by.do(client().access.create_launch(parent=UserTeamName.of("me", "a")))

    assert launch.sign_in == "users/me/teams/a"
    assert UserTeamName(launch.sign_in).ids == {"user": "me", "team": "a"}


def test_the_program_and_its_version_are_told(by, client, script):
    seen = []
    script.launched = lambda context, request: seen.append(header(context, "user-agent")) or access_pb2.Launch()

    by.do(client().access.create_launch(parent="users/me/teams/a"))
    by.do(client(user_agent="portal/1.2.0").access.create_launch(parent="users/me/teams/a"))

    assert seen[0].startswith(f"controlplane-python/{controlplane.__version__} ")
    assert seen[1].startswith("portal/1.2.0 ")

using ControlPlane.Saml.Responses;
using Xunit;

namespace ControlPlane.Saml.Logout;

/// <summary>Which sessions a request ends.</summary>
public sealed class LogoutRequestTests
{
    static readonly NameId Ada = new("ada@example.com", "urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress");

    static LogoutRequest For(NameId subject, params string[] sessions) => new()
    {
        Id = "_logout",
        Issuer = A.IdpEntityId,
        Subject = subject,
        SessionIndexes = sessions,
        IssueInstant = ResponseBuilder.Now,
        ReplayableUntil = ResponseBuilder.Now,
        Binding = LogoutBinding.Redirect,
    };

    [Fact]
    public void Session_that_is_named_ends_and_another_one_of_the_same_person_goes_on()
    {
        var request = For(Ada, "_1", "_2");

        Assert.True(request.Covers(A.IdpEntityId, Ada, "_2", A.SpEntityId));
        Assert.False(request.Covers(A.IdpEntityId, Ada, "_3", A.SpEntityId));
    }

    [Fact]
    public void Request_without_session_ends_all_of_the_person_and_a_session_without_index_ends_with_any()
    {
        Assert.True(For(Ada).Covers(A.IdpEntityId, Ada, "_3", A.SpEntityId));
        Assert.True(For(Ada, "_1").Covers(A.IdpEntityId, Ada, null, A.SpEntityId));
    }

    [Fact]
    public void Nobody_but_the_person_is_meant_and_no_identity_provider_ends_the_sessions_of_another()
    {
        var request = For(Ada);

        Assert.False(request.Covers(A.IdpEntityId, Ada with { Value = "eve@example.com" }, null, A.SpEntityId));
        Assert.False(request.Covers(A.IdpEntityId, Ada with { Value = "ADA@example.com" }, null, A.SpEntityId));
        Assert.False(request.Covers("https://other.example.com", Ada, null, A.SpEntityId));
        Assert.False(request.Covers(A.IdpEntityId, Ada with { Format = "urn:oasis:names:tc:SAML:2.0:nameid-format:persistent" }, null, A.SpEntityId));
        Assert.False(request.Covers(A.IdpEntityId, Ada with { NameQualifier = "urn:other" }, null, A.SpEntityId));
        Assert.False(request.Covers(A.IdpEntityId, Ada with { SPNameQualifier = "urn:other" }, null, A.SpEntityId));
    }

    [Fact]
    public void Format_and_qualifiers_that_are_left_out_mean_what_saml_says()
    {
        var bare = new NameId("ada");
        var full = new NameId("ada", "urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified", A.IdpEntityId, A.SpEntityId);

        Assert.True(For(bare).Covers(A.IdpEntityId, full, null, A.SpEntityId));
        Assert.True(For(full).Covers(A.IdpEntityId, bare, null, A.SpEntityId));
    }
}

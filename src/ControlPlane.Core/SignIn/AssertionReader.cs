using ControlPlane.IdentityProviders;
using ControlPlane.Saml;
using ControlPlane.Teams;
using ControlPlane.Users;

namespace ControlPlane.SignIn;

/// <summary>Reads from a verified assertion who signs in and what they want, with the attribute names of the identity provider.</summary>
static class AssertionReader
{
    const string SubjectItself = "NameID";
    const string TransientFormat = "urn:oasis:names:tc:SAML:2.0:nameid-format:transient";

    // Entra ID sends this instead of more than 150 groups (Microsoft, "Customize claims": group overage).
    const string GroupLink = "http://schemas.microsoft.com/claims/groups.link";

    public static SignInRequest Read(Assertion assertion, string provider, IdentityProviderOptions options, SamlPost post) => new()
    {
        Principal = new()
        {
            User = UserOf(assertion, options.UserAttribute),
            Groups = GroupsOf(assertion, options),
            GroupsUnknown = assertion.Values(GroupLink).Count > 0,
            IdentityProvider = provider,
            MultiFactor = options.MultiFactorEvidence.Any(evidence => Proves(assertion, evidence)),
            AuthnContext = assertion.AuthnContextClass,
            Address = post.Client.Address,
            SessionNotOnOrAfter = assertion.SessionNotOnOrAfter,
        },
        Team = TeamOf(assertion, options.TeamAttribute, post.Relay?.Team),
        Space = post.Relay?.Space,
        LandingUri = post.Relay?.LandingUri,
        AssertionId = assertion.Id,
    };

    static UserId UserOf(Assertion assertion, string attribute)
    {
        if (attribute == SubjectItself && assertion.Subject.Format == TransientFormat)
        {
            throw SignInErrors.UserTransient();
        }

        string[] values = attribute == SubjectItself ? [assertion.Subject.Value] : Distinct(assertion, attribute);
        return values switch
        {
            [] or [""] => throw SignInErrors.UserMissing(attribute),
            [var one] => UserId.TryParse(one, null, out var user) ? user : throw SignInErrors.UserMalformed(attribute),
            _ => throw SignInErrors.UserAmbiguous(attribute, values.Length),
        };
    }

    static TeamId? TeamOf(Assertion assertion, string attribute, TeamId? wanted)
    {
        // Identity providers send an empty value for an attribute that a user does not have.
        string[] values = [.. Distinct(assertion, attribute).Where(value => value.Length > 0)];
        if (values.Length > 1)
        {
            throw SignInErrors.TeamAmbiguous(attribute, values.Length);
        }

        if (values is not [var one])
        {
            return wanted;
        }

        var signed = TeamId.TryParse(one, null, out var team) ? team : throw SignInErrors.TeamMalformed(attribute);
        return wanted is null || wanted == signed ? signed : throw SignInErrors.TeamMismatch(signed, wanted.Value);
    }

    // A value that cannot be a group names none that could be entitled.
    static List<GroupId> GroupsOf(Assertion assertion, IdentityProviderOptions options)
    {
        var groups = new List<GroupId>();
        foreach (var value in Distinct(assertion, options.GroupAttribute))
        {
            if (GroupId.TryParse(value, null, out var group))
            {
                groups.Add(group);
            }
        }

        return groups;
    }

    static bool Proves(Assertion assertion, string evidence)
        => assertion.AuthnContextClass == evidence
            || (MultiFactor.TrySplit(evidence, out var attribute, out var value) && assertion.Values(attribute).Contains(value, StringComparer.Ordinal));

    static string[] Distinct(Assertion assertion, string attribute) => [.. assertion.Values(attribute).Distinct(StringComparer.Ordinal)];
}

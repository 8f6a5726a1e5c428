using ControlPlane.Saml.Xml;

namespace ControlPlane.Saml.Validation;

/// <summary>SAMLCore 2.7.2 and SAMLProf 4.1.4.2: when and how the person authenticated. Not too long ago, and the identity provider's
/// session still lasts.</summary>
static class AuthnStatementCheck
{
    public static Authentication Check(Element statement, ValidationContext context)
    {
        var instant = SamlTime.Read(statement, "AuthnInstant"u8) ?? throw AssertionErrors.Malformed("its AuthnStatement has no AuthnInstant");
        if (!context.HasBegun(instant))
        {
            throw AssertionErrors.NotYetValid("AuthnInstant", instant, context);
        }

        if (context.IsOver(instant + context.Rules.MaximumAuthenticationAge))
        {
            throw AssertionErrors.AuthnTooOld(instant, context);
        }

        var sessionEnd = SamlTime.Read(statement, "SessionNotOnOrAfter"u8);
        if (sessionEnd is { } end && context.IsOver(end))
        {
            throw AssertionErrors.SessionOver(end, context);
        }

        return new(instant, sessionEnd, statement.Attribute("SessionIndex"u8), ReadContextClass(statement));
    }

    static string? ReadContextClass(Element statement)
    {
        var children = new OrderedChildren(statement);
        _ = children.Next(Ns.Assertion, "SubjectLocality"u8);
        var context = children.Next(Ns.Assertion, "AuthnContext"u8) ?? throw AssertionErrors.Malformed("its AuthnStatement has no AuthnContext");
        if (new OrderedChildren(context).Next(Ns.Assertion, "AuthnContextClassRef"u8) is not { } contextClass)
        {
            return null;
        }

        return contextClass.HasChildElements
            ? throw AssertionErrors.Malformed("its AuthnContextClassRef has child elements")
            : RecentTexts.Of(contextClass.TrimmedBytes);
    }
}

/// <summary>How the person authenticated.</summary>
sealed record Authentication(DateTimeOffset Instant, DateTimeOffset? SessionNotOnOrAfter, string? SessionIndex, string? ContextClass);

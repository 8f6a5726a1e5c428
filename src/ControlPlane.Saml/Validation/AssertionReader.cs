using ControlPlane.Saml.Xml;

namespace ControlPlane.Saml.Validation;

/// <summary>Reads a verified Assertion (SAMLCore 2.3.3) and checks all that it says.</summary>
static class AssertionReader
{
    const int LongestNameId = 1024;

    public static Assertion Read(Element assertion, ValidationContext context)
    {
        VersionCheck.Check(assertion);
        var id = ReadId(assertion);
        var children = new OrderedChildren(assertion);
        IssuerCheck.Check(children.Next(Ns.Assertion, "Issuer"u8) ?? throw ResponseErrors.IssuerMissing(), context.IdentityProvider);
        var subject = children.Next(Ns.Assertion, "Subject"u8) ?? throw AssertionErrors.SubjectMissing("it has no Subject");
        var conditions = children.Next(Ns.Assertion, "Conditions"u8) ?? throw AssertionErrors.ConditionsMissing();
        // Advice may be ignored (2.6.1); that it holds no further assertion was checked with the whole document.
        children.Next(Ns.Assertion, "Advice"u8);
        var issueInstant = ReadIssueInstant(assertion, context);
        var conditionsEnd = ConditionsCheck.Check(conditions, context);
        var confirmation = SubjectConfirmationCheck.Find(subject, context);
        var (authentication, attributes) = ReadStatements(children, context);
        AttributeReader.CheckSingle(attributes, context.Rules);
        return new()
        {
            Id = id,
            Issuer = context.IdentityProvider.EntityId,
            Subject = ReadNameId(subject),
            InResponseTo = confirmation.InResponseTo,
            IssueInstant = issueInstant,
            AuthnInstant = authentication.Instant,
            ReplayableUntil = LastMoment(conditionsEnd, confirmation, authentication, context),
            SessionNotOnOrAfter = authentication.SessionNotOnOrAfter,
            SessionIndex = authentication.SessionIndex,
            AuthnContextClass = authentication.ContextClass,
            Attributes = attributes,
        };
    }

    /// <summary>The earliest of the ends that each refuse on their own, with the skew that each of them tolerates.</summary>
    static DateTimeOffset LastMoment(
        DateTimeOffset? conditionsEnd, Confirmation confirmation, Authentication authentication, ValidationContext context)
    {
        var end = confirmation.LatestEnd;
        end = conditionsEnd < end ? conditionsEnd.Value : end;
        end = authentication.SessionNotOnOrAfter < end ? authentication.SessionNotOnOrAfter.Value : end;
        var authenticationEnd = authentication.Instant + context.Rules.MaximumAuthenticationAge;
        return (authenticationEnd < end ? authenticationEnd : end) + context.Rules.ClockSkew;
    }

    static string ReadId(Element assertion)
    {
        var id = assertion.Attribute("ID"u8);
        return assertion.TryAttribute("ID"u8, out var bytes) && XmlParser.IsNcName(bytes) ? id! : throw ResponseErrors.IdInvalid(id);
    }

    static DateTimeOffset ReadIssueInstant(Element assertion, ValidationContext context)
    {
        var instant = SamlTime.Read(assertion, "IssueInstant"u8) ?? throw AssertionErrors.Malformed("it has no IssueInstant");
        return context.HasBegun(instant) ? instant : throw AssertionErrors.NotYetValid("IssueInstant", instant, context);
    }

    static NameId ReadNameId(Element subject)
    {
        var name = new OrderedChildren(subject).Next(Ns.Assertion, "NameID"u8) ?? throw AssertionErrors.SubjectMissing("it has no NameID");
        if (name.HasChildElements || name.TextBytes.Length is 0 or > LongestNameId)
        {
            throw AssertionErrors.SubjectMissing($"its NameID is not a text of 1 to {LongestNameId} bytes");
        }

        return new(name.Text, name.TryAttribute("Format"u8, out var format) ? RecentTexts.Of(format) : null, name.Attribute("NameQualifier"u8), name.Attribute("SPNameQualifier"u8));
    }

    static (Authentication Authentication, List<SamlAttribute> Attributes) ReadStatements(OrderedChildren children, ValidationContext context)
    {
        Authentication? authentication = null;
        var attributes = new List<SamlAttribute>(16);
        while (!children.AtEnd)
        {
            if (children.Next(Ns.Assertion, "AuthnStatement"u8) is { } statement)
            {
                authentication = authentication is null
                    ? AuthnStatementCheck.Check(statement, context)
                    : throw AssertionErrors.Malformed("it has more than one AuthnStatement");
            }
            else if (children.Next(Ns.Assertion, "AttributeStatement"u8) is { } attributeStatement)
            {
                AttributeReader.Read(attributeStatement, attributes);
            }
            else if (children.Next(Ns.Assertion, "AuthzDecisionStatement"u8) is null)
            {
                throw AssertionErrors.Malformed("its parts are not the ones of an assertion, or not in their order");
            }
        }

        return (authentication ?? throw AssertionErrors.AuthnStatementMissing(), attributes);
    }
}

using ControlPlane.Saml.Xml;

namespace ControlPlane.Saml.Validation;

/// <summary>SAMLCore 2.5: the conditions under which the assertion holds. What is not understood refuses (2.5.1).</summary>
static class ConditionsCheck
{
    /// <summary>Checks the conditions and returns when they end; null when they have no end of their own.</summary>
    public static DateTimeOffset? Check(Element conditions, ValidationContext context)
    {
        var notOnOrAfter = CheckTimes(conditions, context);
        var restrictions = 0;
        foreach (var condition in conditions.Children)
        {
            if (condition.Is(Ns.Assertion, "AudienceRestriction"u8))
            {
                restrictions++;
                AudienceCheck.Check(condition, context);
            }
            else if (!IsHarmless(condition))
            {
                throw AssertionErrors.ConditionUnknown(Shown.From(condition.LocalName));
            }
        }

        return restrictions > 0 ? notOnOrAfter : throw AssertionErrors.AudienceMismatch(context.ServiceProvider.EntityId, "(no restriction)");
    }

    static DateTimeOffset? CheckTimes(Element conditions, ValidationContext context)
    {
        var notBefore = SamlTime.Read(conditions, "NotBefore"u8);
        var notOnOrAfter = SamlTime.Read(conditions, "NotOnOrAfter"u8);
        if (notBefore is { } begin && !context.HasBegun(begin))
        {
            throw AssertionErrors.NotYetValid("Conditions NotBefore", begin, context);
        }

        if (notOnOrAfter is { } end && context.IsOver(end))
        {
            throw AssertionErrors.Expired("Conditions NotOnOrAfter", end, context);
        }

        return notOnOrAfter;
    }

    /// <summary>OneTimeUse (2.5.1.5) is what we do with every assertion; ProxyRestriction (2.5.1.6) binds those who issue further ones.</summary>
    static bool IsHarmless(Element condition)
        => condition.Is(Ns.Assertion, "OneTimeUse"u8) || condition.Is(Ns.Assertion, "ProxyRestriction"u8);
}

using ControlPlane.Saml.Xml;

namespace ControlPlane.Saml.Validation;

/// <summary>SAMLProf 4.1.4.2 and 4.1.4.3: at least one bearer confirmation that was made for our address, for now, and for this browser.</summary>
static class SubjectConfirmationCheck
{
    /// <summary>Finds the confirmation that holds.</summary>
    public static Confirmation Find(Element subject, ValidationContext context)
    {
        SamlRefusedException? refusal = null;
        Confirmation? found = null;
        DateTimeOffset? latest = null;
        foreach (var confirmation in subject.Children)
        {
            if (!IsBearer(confirmation))
            {
                continue;
            }

            try
            {
                var holds = Check(confirmation, context);
                found ??= holds;
                latest = latest > holds.LatestEnd ? latest : holds.LatestEnd;
            }
            catch (SamlRefusedException exception)
            {
                // Another confirmation may hold. When none does, the first refusal tells best what is wrong.
                refusal ??= exception;
            }
        }

        return found is null
            ? throw refusal ?? AssertionErrors.SubjectConfirmationMissing("it has none with the bearer method")
            : found with { LatestEnd = latest!.Value };
    }

    static bool IsBearer(Element element) => element.Is(Ns.Assertion, "SubjectConfirmation"u8)
        && element.TryAttribute("Method"u8, out var method)
        && method.SequenceEqual("urn:oasis:names:tc:SAML:2.0:cm:bearer"u8);

    static Confirmation Check(Element confirmation, ValidationContext context)
    {
        var data = FindData(confirmation) ?? throw AssertionErrors.SubjectConfirmationMissing("it has no SubjectConfirmationData");
        CheckRecipient(data, context);
        var end = SamlTime.Read(data, "NotOnOrAfter"u8)
            ?? throw AssertionErrors.SubjectConfirmationMissing("it has no NotOnOrAfter");
        if (data.TryAttribute("NotBefore"u8, out _))
        {
            throw AssertionErrors.SubjectConfirmationMissing("it has a NotBefore, which a bearer confirmation must not have");
        }

        if (context.IsOver(end))
        {
            throw AssertionErrors.Expired("SubjectConfirmationData NotOnOrAfter", end, context);
        }

        InResponseToCheck.CheckConfirmation(data, context);
        return new(data.Attribute("InResponseTo"u8), end);
    }

    static void CheckRecipient(Element data, ValidationContext context)
    {
        if (!data.TryAttribute("Recipient"u8, out var recipient) || !SameText.Is(recipient, context.AssertionConsumerService))
        {
            throw AssertionErrors.RecipientMismatch(context.AssertionConsumerService, data.Attribute("Recipient"u8));
        }
    }

    static Element? FindData(Element confirmation)
    {
        var children = new OrderedChildren(confirmation);
        _ = children.Next(Ns.Assertion, "NameID"u8);
        return children.Next(Ns.Assertion, "SubjectConfirmationData"u8);
    }
}

/// <summary>A bearer confirmation that holds.</summary>
/// <param name="InResponseTo">The request that it answers; null for none.</param>
/// <param name="LatestEnd">When the last of the confirmations that hold ends.</param>
sealed record Confirmation(string? InResponseTo, DateTimeOffset LatestEnd);

using System.Text;
using ControlPlane.Saml.Validation;
using ControlPlane.Saml.Xml;

namespace ControlPlane.Saml.Logout;

/// <summary>The rules that hold for every logout message (SAMLCore 3.2.1 and 3.2.2, SAMLProf 4.4.4), after its signature was verified.</summary>
static class MessageChecks
{
    /// <summary>How old a message may be. Between two redirects of one browser lie seconds; what is older was kept by someone.</summary>
    public static readonly TimeSpan MaximumAge = TimeSpan.FromMinutes(5);

    /// <summary>Checks version, id, issuer, destination and age.</summary>
    /// <returns>When it was made.</returns>
    public static DateTimeOffset Check(LogoutContext context)
    {
        var message = context.Shape.Message;
        VersionCheck.Check(message);
        if (!message.TryAttribute("ID"u8, out var id) || !XmlParser.IsNcName(id))
        {
            throw ResponseErrors.IdInvalid(message.Attribute("ID"u8));
        }

        IssuerCheck.Check(context.Shape.Issuer, context.IdentityProvider);
        CheckDestination(message, context.Address);
        return CheckAge(message, context);
    }

    /// <summary>A time of the message; null when it is absent.</summary>
    public static DateTimeOffset? ReadTime(Element message, ReadOnlySpan<byte> attribute)
        => !message.TryAttribute(attribute, out var value) ? null
            : SamlTime.TryParse(value, out var time) ? time
            : throw LogoutErrors.Malformed($"its {Encoding.UTF8.GetString(attribute)} is not a UTC time such as 2026-01-31T12:00:00Z");

    // SAMLBind 3.4.5.2 and 3.5.5.2: a signed message names where it goes, so that no other service provider can pass it on to us.
    static void CheckDestination(Element message, string expected)
    {
        var isPresent = message.TryAttribute("Destination"u8, out var destination);
        if (!isPresent || !SameText.Is(destination, expected))
        {
            throw LogoutErrors.DestinationMismatch(expected, isPresent ? Encoding.UTF8.GetString(destination) : null);
        }
    }

    static DateTimeOffset CheckAge(Element message, LogoutContext context)
    {
        var instant = ReadTime(message, "IssueInstant"u8) ?? throw LogoutErrors.Malformed("it has no IssueInstant");
        return instant > context.Now + context.Skew ? throw LogoutErrors.NotYetValid(instant, context)
            : instant + MaximumAge + context.Skew <= context.Now ? throw LogoutErrors.Expired("IssueInstant", instant, context)
            : instant;
    }
}

using ControlPlane.Saml.Xml;

namespace ControlPlane.Saml.Logout;

/// <summary>Reads a verified LogoutRequest (SAMLCore 3.7.1) and checks all that it says.</summary>
static class LogoutRequestReader
{
    const int LongestName = 1024;

    public static LogoutRequest Read(LogoutContext context, LogoutBinding binding, string? relayState)
    {
        var issued = MessageChecks.Check(context);
        var shape = context.Shape;
        return new()
        {
            Id = shape.Message.Attribute("ID"u8)!,
            Issuer = context.IdentityProvider.EntityId,
            Subject = ReadSubject(shape.Subject!.Value),
            SessionIndexes = [.. shape.Sessions.Select(ReadSession)],
            IssueInstant = issued,
            ReplayableUntil = End(issued, context) + context.Skew,
            RelayState = relayState,
            Binding = binding,
        };
    }

    static DateTimeOffset End(DateTimeOffset issued, LogoutContext context)
    {
        var oldest = issued + MessageChecks.MaximumAge;
        if (MessageChecks.ReadTime(context.Shape.Message, "NotOnOrAfter"u8) is not { } end)
        {
            return oldest;
        }

        return end + context.Skew <= context.Now ? throw LogoutErrors.Expired("NotOnOrAfter", end, context) : end < oldest ? end : oldest;
    }

    static NameId ReadSubject(Element name)
    {
        if (name.HasChildElements || name.TextBytes.Length is 0 or > LongestName)
        {
            throw LogoutErrors.SubjectMissing($"its NameID is not a text of 1 to {LongestName} bytes");
        }

        return new(name.Text, name.Attribute("Format"u8), name.Attribute("NameQualifier"u8), name.Attribute("SPNameQualifier"u8));
    }

    // An empty one would be no name of a session, and "all sessions" is said by none at all.
    static string ReadSession(Element session)
        => session.HasChildElements || session.TextBytes.Length is 0 or > LongestName
            ? throw LogoutErrors.Malformed($"a SessionIndex is not a text of 1 to {LongestName} bytes")
            : session.Text;
}

using System.Xml;
using System.Xml.Linq;
using static ControlPlane.Saml.Metadata.MetadataNames;

namespace ControlPlane.Saml.Metadata;

/// <summary>Finds the identity providers of a document. Paths are fixed; what lies elsewhere, in extensions say, is never read.</summary>
static class MetadataWalk
{
    public static IReadOnlyList<IdentityProviderDescriptor> IdentityProviders(XElement root, DateTimeOffset now)
    {
        var found = Walk(root, Lifetime.Unbounded, now).ToList();
        var twice = found.GroupBy(x => x.EntityId).FirstOrDefault(x => x.Count() > 1);
        if (twice is not null)
        {
            throw MetadataErrors.Malformed($"it describes '{twice.Key}' more than once");
        }

        return found.Count > 0 ? found : throw MetadataErrors.NoIdentityProvider(root.Name.LocalName);
    }

    // EntitiesDescriptor may nest (SAMLMeta 2.3.1); the reader's bound on depth bounds this too.
    static IEnumerable<IdentityProviderDescriptor> Walk(XElement element, Lifetime outer, DateTimeOffset now)
    {
        if (element.Name == Md + "EntitiesDescriptor")
        {
            var lifetime = outer.Narrow(element);
            return element.Elements().SelectMany(x => Walk(x, lifetime, now));
        }

        if (element.Name == Md + "EntityDescriptor")
        {
            return Describe(element, outer.Narrow(element), now);
        }

        return element.Parent is not null ? [] : throw MetadataErrors.Malformed(
            $"the document element is '{element.Name}' and not an EntityDescriptor or EntitiesDescriptor of {Md}");
    }

    static IEnumerable<IdentityProviderDescriptor> Describe(XElement entity, Lifetime outer, DateTimeOffset now)
    {
        var descriptors = entity.Elements(Md + "IDPSSODescriptor").Where(SpeaksSaml2).ToList();
        if (descriptors is not [var descriptor])
        {
            // Two would be two sets of keys under one name; which one is meant nobody could tell.
            return descriptors.Count == 0 ? [] : throw MetadataErrors.Malformed(
                $"'{entity.Attribute("entityID")?.Value}' has more than one IDPSSODescriptor for SAML 2.0");
        }

        var entityId = entity.Attribute("entityID")?.Value;
        if (entityId is not { Length: > 0 and <= 1024 })
        {
            throw MetadataErrors.Malformed("an EntityDescriptor has no entityID of 1 to 1024 characters (SAMLMeta 2.3.2)");
        }

        var lifetime = outer.Narrow(descriptor);
        return lifetime.ValidUntil is { } until && until <= now
            ? throw MetadataErrors.Expired(entityId, until)
            : [DescriptorReader.Read(descriptor, entityId, lifetime)];
    }

    static bool SpeaksSaml2(XElement descriptor)
        => (descriptor.Attribute("protocolSupportEnumeration")?.Value ?? "")
            .Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Contains(Saml2Protocol);
}

/// <summary>How long a part of the metadata is good for: never longer than what encloses it (SAMLMeta 2.3.1, 2.3.2, 2.4.1).</summary>
readonly record struct Lifetime(DateTimeOffset? ValidUntil, TimeSpan? CacheDuration)
{
    public static Lifetime Unbounded => default;

    public Lifetime Narrow(XElement element)
    {
        try
        {
            return new(
                Earlier(ValidUntil, element.Attribute("validUntil") is { } until ? XmlConvert.ToDateTimeOffset(until.Value) : null),
                Earlier(CacheDuration, element.Attribute("cacheDuration") is { } cache ? XmlConvert.ToTimeSpan(cache.Value) : null));
        }
        catch (Exception e) when (e is FormatException or OverflowException or ArgumentOutOfRangeException)
        {
            throw MetadataErrors.Malformed($"{element.Name.LocalName} has a validUntil that is no dateTime or a cacheDuration that is no duration");
        }
    }

    static T? Earlier<T>(T? one, T? other)
        where T : struct, IComparable<T>
        => one is { } a && other is { } b ? (a.CompareTo(b) < 0 ? a : b) : one ?? other;
}

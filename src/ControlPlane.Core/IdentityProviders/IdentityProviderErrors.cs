using ControlPlane.Errors;
using ControlPlane.Saml;
using ControlPlane.Saml.Metadata;

namespace ControlPlane.IdentityProviders;

static class IdentityProviderErrors
{
    public static RefusedException NotFound(string name) => new(
        RefusalKind.NotFound, "IDENTITY_PROVIDER_NOT_FOUND", $"There is no identity provider '{name}'.")
    {
        Metadata = new Dictionary<string, string> { ["identity_provider"] = name },
        Fix = "Use a name of the section IdentityProviders of the configuration.",
    };

    public static SamlRefusedException Ambiguous(IReadOnlyList<IdentityProviderDescriptor> found) => new(
        "SAML_METADATA_AMBIGUOUS",
        $"The metadata holds {found.Count} identity providers: {Some(found)}. Set EntityId to the one that is meant.");

    public static SamlRefusedException EntityMissing(string entityId, IReadOnlyList<IdentityProviderDescriptor> found) => new(
        "SAML_METADATA_ENTITY_MISSING",
        $"The metadata holds no identity provider '{entityId}', but {Some(found)}.");

    public static SamlRefusedException EntityChanged(string was, string now) => new(
        "SAML_METADATA_ENTITY_CHANGED",
        $"The metadata now describes '{now}' instead of '{was}'. When that is meant, set EntityId to it and start again.");

    public static SamlRefusedException EntityTaken(string entityId, string other) => new(
        "SAML_METADATA_ENTITY_TAKEN",
        $"The identity provider '{other}' has the entity id '{entityId}' already.");

    static string Some(IReadOnlyList<IdentityProviderDescriptor> found)
        => string.Join(", ", found.Take(5).Select(x => $"'{x.EntityId}'")) + (found.Count > 5 ? " and others" : "");
}

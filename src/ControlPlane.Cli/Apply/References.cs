using ControlPlane.Cli.Catalog;
using ControlPlane.V1;
using Google.Protobuf;

namespace ControlPlane.Cli.Apply;

/// <summary>What a resource needs to be there.</summary>
static class References
{
    public static IReadOnlyList<string> Of(CatalogKind kind, IMessage resource) => resource switch
    {
        Domain domain => [string.Join('/', domain.Name.Split('/')[..2])],
        Team team => [.. team.Placements.Select(p => p.Domain).Distinct()],
        // The name has the team and the subject. A group needs no document to be entitled.
        Entitlement entitlement => entitlement.Name.Split('/') is ["teams", var of, _, var subject]
            ? subject.StartsWith("user-", StringComparison.Ordinal) ? [$"teams/{of}", $"users/{subject["user-".Length..]}"] : [$"teams/{of}"]
            : throw new InvalidOperationException($"'{entitlement.Name}' is no name of a {kind.Kind}."),
        _ => [],
    };
}

using ControlPlane.Cli.Catalog;
using ControlPlane.Client;
using ControlPlane.V1;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;

namespace ControlPlane.Cli.Apply;

/// <summary>The standard methods of a catalog kind, whatever its type.</summary>
abstract class KindClient
{
    public static KindClient Of(CatalogKind kind, ControlPlaneClient client) => kind.Kind switch
    {
        "Account" => new Typed<Account>(client.Accounts),
        "Domain" => new Typed<Domain>(client.Domains),
        "Group" => new Typed<Group>(client.Groups),
        "User" => new Typed<User>(client.Users),
        "Team" => new Typed<Team>(client.Teams),
        "Entitlement" => new Typed<Entitlement>(client.Entitlements),
        _ => throw new InvalidOperationException($"No client for {kind.Kind}."),
    };

    public abstract Task<IMessage?> FindAsync(string name, CancellationToken ct);

    public abstract IAsyncEnumerable<IMessage> ListAsync(CancellationToken ct);

    public abstract Task CreateAsync(IMessage resource, WriteOptions how, CancellationToken ct);

    public abstract Task UpdateAsync(IMessage resource, IEnumerable<string> mask, WriteOptions how, CancellationToken ct);

    public abstract Task DeleteAsync(string name, string etag, WriteOptions how, CancellationToken ct);

    sealed class Typed<T>(Resources<T> set) : KindClient
        where T : class, IMessage
    {
        public override async Task<IMessage?> FindAsync(string name, CancellationToken ct) => await set.FindAsync(name, ct);

        public override IAsyncEnumerable<IMessage> ListAsync(CancellationToken ct) => set.ListAsync(new() { PageSize = 1000 }, ct);

        public override Task CreateAsync(IMessage resource, WriteOptions how, CancellationToken ct)
            => set.CreateAsync(ParentOf(CatalogKind.NameOf(resource)), (T)resource, how, ct);

        public override Task UpdateAsync(IMessage resource, IEnumerable<string> mask, WriteOptions how, CancellationToken ct)
            => set.UpdateAsync((T)resource, new FieldMask { Paths = { mask } }, how, ct);

        public override Task DeleteAsync(string name, string etag, WriteOptions how, CancellationToken ct) => set.DeleteAsync(name, etag, how, ct);

        // teams/T/entitlements/E is created in teams/T; users/U in nothing.
        static string ParentOf(string name) => string.Join('/', name.Split('/')[..^2]);
    }
}

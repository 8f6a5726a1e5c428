using System.Diagnostics;
using ControlPlane.Catalog;
using ControlPlane.Errors;
using ControlPlane.Server.Authorization;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Wire = ControlPlane.V1;

namespace ControlPlane.Server.Api;

/// <summary>The standard methods of one kind of resource (AIP-131 to AIP-135, AIP-158 to AIP-163): each service's methods take their requests
/// apart and come here.</summary>
/// <typeparam name="T">The core's type.</typeparam>
/// <typeparam name="TWire">The contract's type.</typeparam>
sealed class ResourceApi<T, TWire>(ResourceStore<T> store, ResourceWatch<T> watch, ResourceMapping<T, TWire> mapping, PageTokens pages)
    where T : class
    where TWire : class, IMessage<TWire>, new()
{
    const string WatchPurpose = "watch";

    /// <summary>How the resource looks on the wire.</summary>
    public ResourceMapping<T, TWire> Mapping => mapping;

    /// <summary>The core's side.</summary>
    public ResourceStore<T> Store => store;

    /// <summary>Reads one.</summary>
    public async Task<TWire> GetAsync(string name, ServerCallContext context)
    {
        var named = mapping.Parse(name, "name");
        var found = await store.FindAsync(named, context.CancellationToken) ?? throw ResourceErrors.NotFound(name);
        return await ToWireAsync(found, context);
    }

    /// <summary>Lists a page.</summary>
    /// <param name="request">The request; its fields are found by their names.</param>
    /// <param name="prefix">Only keys below this; null for all.</param>
    /// <param name="keep">A narrowing that the caller cannot see through; null for none.</param>
    /// <param name="context">The call.</param>
    public async Task<(IReadOnlyList<TWire> Items, string NextPageToken)> ListAsync(
        IMessage request, string? prefix, Func<Resource<T>, bool>? keep, ServerCallContext context)
    {
        var fields = new ListFields(request);
        var whose = RpcGate.CallerOf(context).Name;
        var page = await store.ListAsync(
            new(store.Kind.Fields.ParseFilter(fields.Filter), store.Kind.Fields.ParseOrder(fields.OrderBy), fields.PageSize)
            {
                Prefix = prefix,
                Keep = keep,
                After = pages.Read(fields.PageToken, fields.Plain, whose),
            },
            context.CancellationToken);
        var items = new List<TWire>(page.Items.Count);
        foreach (var item in page.Items)
        {
            items.Add(await ToWireAsync(item, context));
        }

        return (items, page.Next is { } next ? pages.Next(fields.Plain, whose, next) : "");
    }

    /// <summary>Creates one.</summary>
    /// <param name="wire">What came.</param>
    /// <param name="name">Its name, put together from the parent and the id, or its own.</param>
    /// <param name="request">The request, for its <c>validate_only</c> and <c>request_id</c>.</param>
    /// <param name="context">The call.</param>
    public async Task<TWire> CreateAsync(TWire? wire, string name, IMessage request, ServerCallContext context)
    {
        if (wire is null)
        {
            throw ApiErrors.RequestInvalid(new Violation(mapping.Field, "Required."));
        }

        var findings = new FieldFindings(mapping.Field);
        var named = mapping.Parse(name, $"{mapping.Field}.name");
        var value = mapping.FromWire(wire, named, null, findings);
        return await ToWireAsync(
            await store.CreateAsync(value, WireFields.LabelsOf(wire), findings, ChangeOf(request, context), context.CancellationToken), context);
    }

    /// <summary>Changes one.</summary>
    public async Task<TWire> UpdateAsync(TWire? wire, FieldMask? mask, bool allowMissing, IMessage request, ServerCallContext context)
    {
        if (wire is null)
        {
            throw ApiErrors.RequestInvalid(new Violation(mapping.Field, "Required."));
        }

        var name = (string)wire.Descriptor.FindFieldByName("name").Accessor.GetValue(wire);
        var named = mapping.Parse(name, $"{mapping.Field}.name");
        if (allowMissing && WireFields.EtagOf(wire) is null && await store.FindAsync(named, context.CancellationToken) is null)
        {
            RequireCreation(context);
            try
            {
                return await CreateAsync(wire, name, request, context);
            }
            catch (RefusedException refusal) when (refusal.Reason is "RESOURCE_EXISTS")
            {
                // Somebody else made it just now: what follows changes it.
            }
        }

        return await ChangeAsync(named, WireFields.EtagOf(wire), wire, mask, request, context);
    }

    /// <summary>Changes one by a verb of its own.</summary>
    public async Task<TWire> EditAsync(
        string name, string etag, string verb, Func<Resource<T>, FieldFindings, T> edit, IMessage request, ServerCallContext context)
        => await ToWireAsync(
            await store.UpdateAsync(
                mapping.Parse(name, "name"), etag is "" ? null : etag, (before, findings) => (edit(before, findings), before.Labels), verb, mapping.Field,
                ChangeOf(request, context), context.CancellationToken),
            context);

    /// <summary>Deletes one.</summary>
    public async Task<Empty> DeleteAsync(string name, string etag, bool allowMissing, IMessage request, ServerCallContext context)
    {
        try
        {
            await store.DeleteAsync(mapping.Parse(name, "name"), etag is "" ? null : etag, ChangeOf(request, context), context.CancellationToken);
        }
        catch (RefusedException refusal) when (allowMissing && refusal.Reason is "RESOURCE_NOT_FOUND")
        {
            // As the caller wanted it.
        }

        return new();
    }

    /// <summary>Streams what is there and every change.</summary>
    public async Task WatchAsync(
        IMessage request, string? prefix, Func<Resource<T>, bool>? keep,
        Func<Wire.ChangeType, TWire?, string, CancellationToken, Task> send, ServerCallContext context)
    {
        var fields = new ListFields(request);
        var whose = $"{WatchPurpose} {RpcGate.CallerOf(context).Name}";
        var filter = store.Kind.Fields.ParseFilter(fields.Filter);
        var after = pages.ReadResume(fields.ResumeToken, fields.Plain, whose) is { } place ? WatchPlace.Parse(place) : null;
        await foreach (var change in watch.WatchAsync(filter, keep, prefix, after, context.CancellationToken))
        {
            var wire = change switch
            {
                { Resource: { } resource } => await ToWireAsync(resource, context),
                { Name: { } name } => NamedOnly(name),
                _ => null,
            };
            await RpcGate.AccessOf(context).EnsureStillAsync(RpcPolicy.PermissionByMethod[context.Method], WireFields.NameOf(wire), context.CancellationToken);
            var token = pages.Next(fields.Plain, whose, change.Place.ToString());
            await send(TypeOf(change.Type), wire, token, context.CancellationToken);
        }
    }

    /// <summary>The wire form of a resource, as this caller sees it.</summary>
    public async Task<TWire> ToWireAsync(Resource<T> resource, ServerCallContext context)
    {
        var wire = mapping.ToWire(resource.Value);
        WireFields.Decorate(
            wire, resource,
            await RpcGate.AccessOf(context).ActionsAsync(store.Kind.Collection, mapping.TeamOf(resource.Value), context.CancellationToken));
        return wire;
    }

    /// <summary>Who does what a request asks for.</summary>
    public static Change ChangeOf(IMessage request, ServerCallContext context)
    {
        var caller = RpcGate.CallerOf(context);
        return new()
        {
            Actor = caller.Name,
            IdentityProvider = caller.IdentityProvider,
            Address = caller.Address?.ToString(),
            TraceId = Activity.Current?.TraceId.ToString(),
            ValidateOnly = request.Descriptor.FindFieldByName("validate_only")?.Accessor.GetValue(request) is true,
            Request = RequestIds.Of(context, request),
        };
    }

    async Task<TWire> ChangeAsync(T named, string? etag, TWire wire, FieldMask? mask, IMessage request, ServerCallContext context)
    {
        var changed = await store.UpdateAsync(
            named,
            etag,
            (before, findings) =>
            {
                var merged = mapping.ToWire(before.Value);
                WireFields.Decorate(merged, before, []);
                WireFields.Merge(wire, merged, mask, findings);
                return (mapping.FromWire(merged, named, before.Value, findings), WireFields.LabelsOf(merged));
            },
            "update",
            mapping.Field,
            ChangeOf(request, context),
            context.CancellationToken);
        return await ToWireAsync(changed, context);
    }

    // What allow_missing creates needs what creating needs, too.
    void RequireCreation(ServerCallContext context)
    {
        var permission = $"{store.Kind.Collection}.create";
        if (!RpcGate.CallerOf(context).Permissions.Contains(permission) && RpcGate.AccessOf(context).Teams is null)
        {
            throw CallerErrors.PermissionMissing(permission);
        }
    }

    static TWire NamedOnly(string name)
    {
        var wire = new TWire();
        wire.Descriptor.FindFieldByName("name").Accessor.SetValue(wire, name);
        return wire;
    }

    static Wire.ChangeType TypeOf(ResourceChangeType type) => type switch
    {
        ResourceChangeType.Added => Wire.ChangeType.Added,
        ResourceChangeType.Modified => Wire.ChangeType.Modified,
        ResourceChangeType.Deleted => Wire.ChangeType.Deleted,
        ResourceChangeType.Bookmark => Wire.ChangeType.Bookmark,
        _ => throw new InvalidOperationException($"No wire value for {type}."),
    };
}

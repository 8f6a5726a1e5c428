using ControlPlane.Catalog;
using ControlPlane.Domains;
using Wire = ControlPlane.V1;

namespace ControlPlane.Server.Api;

/// <summary>Domains on the wire.</summary>
sealed class DomainMapping : ResourceMapping<Domain, Wire.Domain>
{
    public override string Field => "domain";

    public override string NamePattern => "accounts/{account}/regions/{region}/domains/{domain}";

    public override Domain? Named(string name) => DomainName.TryParse(name, null, out var parsed) ? new() { Name = parsed, ProfileLimit = 1 } : null;

    public override Wire.Domain ToWire(Domain value) => new()
    {
        Name = value.Name.ToString(),
        DisplayName = value.DisplayName,
        AuthMode = value.AuthMode is AuthMode.Sso ? Wire.Domain.Types.AuthMode.Sso : Wire.Domain.Types.AuthMode.Iam,
        ProfileLimit = value.ProfileLimit,
        AppLimit = value.AppLimit,
        SourceIdentity = value.SourceIdentity,
        State = value.State switch
        {
            DomainState.Active => Wire.Domain.Types.State.Active,
            DomainState.Draining => Wire.Domain.Types.State.Draining,
            DomainState.Suspended => Wire.Domain.Types.State.Suspended,
            _ => throw new InvalidOperationException($"No wire value for {value.State}."),
        },
    };

    public override Domain FromWire(Wire.Domain wire, Domain named, Domain? before, FieldFindings findings) => new()
    {
        Name = named.Name,
        DisplayName = wire.DisplayName,
        AuthMode = wire.AuthMode switch
        {
            Wire.Domain.Types.AuthMode.Unspecified or Wire.Domain.Types.AuthMode.Iam => AuthMode.Iam,
            Wire.Domain.Types.AuthMode.Sso => AuthMode.Sso,
            _ => WireValues.Unknown(AuthMode.Sso, "authMode", findings),
        },
        ProfileLimit = wire.ProfileLimit,
        AppLimit = wire.AppLimit,
        SourceIdentity = wire.SourceIdentity,
        State = wire.State switch
        {
            Wire.Domain.Types.State.Unspecified or Wire.Domain.Types.State.Active => DomainState.Active,
            Wire.Domain.Types.State.Draining => DomainState.Draining,
            Wire.Domain.Types.State.Suspended => DomainState.Suspended,
            _ => WireValues.Unknown(DomainState.Suspended, "state", findings),
        },
    };
}

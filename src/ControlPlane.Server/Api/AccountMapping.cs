using ControlPlane.Accounts;
using ControlPlane.Catalog;
using ControlPlane.Domains;
using Wire = ControlPlane.V1;

namespace ControlPlane.Server.Api;

/// <summary>Accounts on the wire.</summary>
sealed class AccountMapping : ResourceMapping<Account, Wire.Account>
{
    public override string Field => "account";

    public override string NamePattern => "accounts/{account}, with the 12 digits of the account";

    public override Account? Named(string name)
        => name.Split('/') is ["accounts", var text] && AccountId.TryParse(text, null, out var id)
            ? new() { Id = id, Regions = [], BrokerRole = "", VendRole = "", ExternalId = "" }
            : null;

    public override Wire.Account ToWire(Account value) => new()
    {
        Name = $"accounts/{value.Id}",
        DisplayName = value.Alias,
        Partition = value.Partition,
        Environment = value.Environment,
        Regions = { value.Regions.Select(r => r.ToString()) },
        BrokerRole = value.BrokerRole,
        VendRole = value.VendRole,
        ExternalId = value.ExternalId,
        State = value.State is AccountState.Suspended ? Wire.Account.Types.State.Suspended : Wire.Account.Types.State.Active,
    };

    public override Account FromWire(Wire.Account wire, Account named, Account? before, FieldFindings findings)
    {
        Required(wire.BrokerRole, "brokerRole", findings);
        Required(wire.VendRole, "vendRole", findings);
        Required(wire.ExternalId, "externalId", findings);
        if (wire.Regions.Count == 0)
        {
            findings.Wrong("regions", "At least one is needed.");
        }

        return new()
        {
            Id = named.Id,
            Alias = wire.DisplayName,
            Partition = wire.Partition is "" ? "aws" : wire.Partition,
            Environment = wire.Environment,
            Regions = WireValues.ParseList<RegionName>(wire.Regions, "regions", findings),
            BrokerRole = wire.BrokerRole,
            VendRole = wire.VendRole,
            ExternalId = wire.ExternalId,
            State = wire.State switch
            {
                Wire.Account.Types.State.Unspecified or Wire.Account.Types.State.Active => AccountState.Active,
                Wire.Account.Types.State.Suspended => AccountState.Suspended,
                _ => WireValues.Unknown(AccountState.Suspended, "state", findings),
            },
        };
    }

    static void Required(string text, string field, FieldFindings findings)
    {
        if (text is "")
        {
            findings.Wrong(field, "It is missing.");
        }
    }
}

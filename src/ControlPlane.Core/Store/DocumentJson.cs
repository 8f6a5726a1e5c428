using System.Net;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using ControlPlane.Accounts;
using ControlPlane.Audit;
using ControlPlane.Catalog;
using ControlPlane.Domains;
using ControlPlane.Entitlements;
using ControlPlane.Requests;
using ControlPlane.Teams;
using ControlPlane.Users;

namespace ControlPlane.Store;

/// <summary>How our documents look in the store: camel case, enums and ids as text.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true,
    Converters =
    [
        typeof(ParsableConverter<AccountId>), typeof(ParsableConverter<RegionName>), typeof(ParsableConverter<DomainId>),
        typeof(ParsableConverter<DomainName>), typeof(ParsableConverter<TeamId>), typeof(ParsableConverter<UserId>),
        typeof(ParsableConverter<GroupId>), typeof(ParsableConverter<IPNetwork>), typeof(EntitlementSubjectConverter),
    ])]
[JsonSerializable(typeof(Sourced<Account>))]
[JsonSerializable(typeof(Sourced<Domain>))]
[JsonSerializable(typeof(Sourced<Team>))]
[JsonSerializable(typeof(Sourced<User>))]
[JsonSerializable(typeof(Sourced<Group>))]
[JsonSerializable(typeof(Entitlement))]
[JsonSerializable(typeof(AuditEvent))]
[JsonSerializable(typeof(CaseClaim))]
[JsonSerializable(typeof(RememberedRequest))]
sealed partial class DocumentJson : JsonSerializerContext
{
    /// <summary>The one to use: text beyond ASCII stays readable. The documents never reach an HTML page unescaped.</summary>
    public static DocumentJson Readable => Holder.Instance;

    // Apart from the generated half, whose static fields may be set after ours.
    static class Holder
    {
        public static readonly DocumentJson Instance = new(new JsonSerializerOptions(Default.Options)
        {
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        });
    }
}

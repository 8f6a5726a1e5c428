using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using ControlPlane.Accounts;
using ControlPlane.Discovery;
using ControlPlane.Domains;
using ControlPlane.ExecutionRoles;
using ControlPlane.LiveSessions;
using ControlPlane.Profiles;
using ControlPlane.Rollouts;
using ControlPlane.Store;
using ControlPlane.Teams;
using ControlPlane.Users;

namespace ControlPlane.Operations;

/// <summary>How operations, their orders and their results look in the store: camel case, enums and ids as text.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true,
    Converters =
    [
        typeof(ParsableConverter<OperationId>), typeof(ParsableConverter<AccountId>), typeof(ParsableConverter<RegionName>),
        typeof(ParsableConverter<DomainId>), typeof(ParsableConverter<DomainName>), typeof(ParsableConverter<ProfileName>),
        typeof(ParsableConverter<TeamId>), typeof(ParsableConverter<UserId>),
    ])]
[JsonSerializable(typeof(Operation))]
[JsonSerializable(typeof(OperationAnswer))]
[JsonSerializable(typeof(VerifyOrder))]
[JsonSerializable(typeof(AccountVerification))]
[JsonSerializable(typeof(DiscoverOrder))]
[JsonSerializable(typeof(AccountDiscovery))]
[JsonSerializable(typeof(ImportOrder))]
[JsonSerializable(typeof(DomainImport))]
[JsonSerializable(typeof(RepairOrder))]
[JsonSerializable(typeof(ProfileView))]
[JsonSerializable(typeof(RetireOrder))]
[JsonSerializable(typeof(ProfileRetirement))]
[JsonSerializable(typeof(EndAccessOrder))]
[JsonSerializable(typeof(AccessEnding))]
[JsonSerializable(typeof(RolloutWork))]
[JsonSerializable(typeof(Rollout))]
[JsonSerializable(typeof(FirstSeen))]
[JsonSerializable(typeof(RoleOrder))]
[JsonSerializable(typeof(ExecutionRolePlan))]
[JsonSerializable(typeof(Dictionary<string, string>))]
[JsonSerializable(typeof(string))]
sealed partial class OperationJson : JsonSerializerContext
{
    /// <summary>The one to use: text beyond ASCII stays readable.</summary>
    public static OperationJson Readable => Holder.Instance;

    // Apart from the generated half, whose static fields may be set after ours.
    static class Holder
    {
        public static readonly OperationJson Instance = new(new JsonSerializerOptions(Default.Options)
        {
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        });
    }
}

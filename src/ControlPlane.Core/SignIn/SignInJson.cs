using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using ControlPlane.Domains;
using ControlPlane.Entitlements;
using ControlPlane.LiveSessions;
using ControlPlane.Profiles;
using ControlPlane.SignIn;
using ControlPlane.Store;
using ControlPlane.Teams;
using ControlPlane.Users;

namespace ControlPlane;

/// <summary>How the documents of sign-ins, assignments and profiles look in the store: camel case, enums and ids as text.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true,
    Converters =
    [
        typeof(ParsableConverter<DomainName>), typeof(ParsableConverter<ProfileName>), typeof(ParsableConverter<TeamId>),
        typeof(ParsableConverter<UserId>), typeof(ParsableConverter<GroupId>),
    ])]
[JsonSerializable(typeof(Assignment))]
[JsonSerializable(typeof(NameReservation))]
[JsonSerializable(typeof(DomainRoll))]
[JsonSerializable(typeof(ProfileState))]
[JsonSerializable(typeof(StudioAccess))]
[JsonSerializable(typeof(FlightRecord))]
[JsonSerializable(typeof(PendingDocument))]
[JsonSerializable(typeof(LastLaunch))]
[JsonSerializable(typeof(BrowserSession))]
sealed partial class SignInJson : JsonSerializerContext
{
    /// <summary>The one to use: text beyond ASCII stays readable.</summary>
    public static SignInJson Readable => Holder.Instance;

    // Apart from the generated half, whose static fields may be set after ours.
    static class Holder
    {
        public static readonly SignInJson Instance = new(new JsonSerializerOptions(Default.Options)
        {
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        });
    }
}

using ControlPlane.Errors;

namespace ControlPlane.Users;

/// <summary>What the catalog of users refuses.</summary>
static class UserErrors
{
    public static RefusedException DiffersByCase(UserId wanted, string holder) => new(
        RefusalKind.Exists, "USER_DIFFERS_BY_CASE", $"User '{wanted}' differs from '{holder}' by case alone: one of the ids is misspelt.")
    {
        Metadata = new Dictionary<string, string> { ["user"] = wanted.ToString(), ["other"] = holder },
    };
}
